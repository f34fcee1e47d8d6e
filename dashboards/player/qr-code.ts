import encodeQR from 'qr';

const SVG = 'http://www.w3.org/2000/svg';
/** White around the code that readers need, modules. @see ISO/IEC 18004, 5.3.8 */
const QUIET = 4;

/**
 * A QR code as a picture of its own, dark on white whatever the page looks like. Medium error correction: a screen has no
 * scratches, but reflections.
 */
export function drawQrCode(text: string, label: string): SVGSVGElement {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET });
  const size = rows.length;
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
  svg.setAttribute('class', 'qr');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  svg.setAttribute('shape-rendering', 'crispEdges');
  const paper = document.createElementNS(SVG, 'rect');
  paper.setAttribute('width', String(size));
  paper.setAttribute('height', String(size));
  paper.setAttribute('fill', '#fff');
  const ink = document.createElementNS(SVG, 'path');
  ink.setAttribute('fill', '#000');
  ink.setAttribute('d', inkOf(rows));
  svg.append(paper, ink);
  return svg;
}

/** One stroke per run of dark modules in a row. */
function inkOf(rows: readonly (readonly boolean[])[]): string {
  let path = '';
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      const from = x;
      while (row[x]) x++;
      path += `M${from} ${y}h${x - from}v1h${from - x}z`;
    }
  });
  return path;
}
