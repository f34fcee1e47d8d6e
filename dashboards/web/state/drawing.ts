/** What a stylesheet may have said of a shape. A picture on its own has no stylesheet. */
const LOOKS = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-linejoin', 'vector-effect', 'opacity'],
  ...['font-family', 'font-size', 'font-weight', 'text-anchor'],
] as const;
const PIXELS_PER_PX = 2;

function readAsAddress(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error('the picture cannot be read'));
    reader.readAsDataURL(blob);
  });
}

/** A picture inside a picture has to be part of it. */
async function takeIn(image: Element): Promise<void> {
  const address = image.getAttribute('href');
  if (address === null || address.startsWith('data:')) return;
  image.setAttribute('href', await readAsAddress(await (await fetch(address)).blob()));
}

/** A drawing of the page as it looks now, on `paper`: a PNG data address. Rejects when a picture in it cannot be fetched. */
export async function pictureOfDrawing(drawing: SVGSVGElement, paper: string): Promise<string> {
  const { width, height } = drawing.getBoundingClientRect();
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const copies = [...copy.querySelectorAll('*')];
  [...drawing.querySelectorAll('*')].forEach((shape, index) => {
    const look = getComputedStyle(shape);
    for (const name of LOOKS) copies[index]?.setAttribute(name, look.getPropertyValue(name));
  });
  for (const image of copy.querySelectorAll('image')) await takeIn(image);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * PIXELS_PER_PX);
  canvas.height = Math.round(height * PIXELS_PER_PX);
  const brush = canvas.getContext('2d');
  if (brush === null) throw new Error('this browser cannot draw');
  brush.fillStyle = paper;
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png');
}
