const SVG = 'http://www.w3.org/2000/svg';

/** Where the corners of the mouth are above (negative) or below its middle, from the worst face to the best. */
const MOUTHS = [11, 6, 0, -7, -13] as const;

/** A face from 0 (worst) to 4 (best), drawn: kiosks seldom have a font with faces. */
export function drawSmiley(mood: number): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 100 100');
  svg.setAttribute('class', 'smiley');
  svg.setAttribute('aria-hidden', 'true');
  const bend = MOUTHS[mood] ?? 0;
  const shapes = [
    ['circle', { cx: '50', cy: '50', r: '46', class: 'smiley-face' }],
    ['circle', { cx: '34', cy: '40', r: '6', class: 'smiley-eye' }],
    ['circle', { cx: '66', cy: '40', r: '6', class: 'smiley-eye' }],
    ['path', { d: `M28 ${66 + bend / 2} Q50 ${66 - bend * 1.6} 72 ${66 + bend / 2}`, class: 'smiley-mouth' }],
  ] as const;
  for (const [name, attributes] of shapes) {
    const shape = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
    svg.append(shape);
  }
  return svg;
}
