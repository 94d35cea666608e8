/** Properties that a drawing needs once it has left the page and its style sheets. */
const KEPT = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'vector-effect',
  'opacity',
  'font-size',
  'font-family',
  'text-anchor',
] as const;

const PADDING = 12;
const TITLE = 24;
const KEY = 16;
/** Pixels of the picture for each of the page's: print needs more than screens. */
const DENSITY = 3;
const NAMESPACE = 'http://www.w3.org/2000/svg';

/** One name of the legend, with its colour as the page shows it now. */
export interface ExportKey {
  readonly title: string;
  readonly colour: string;
  readonly dash: string | null;
}

/** A drawing that needs no style sheet: an SVG file's text, and its size in pixels. */
export interface Drawing {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

/** A copy of the drawing that stands alone: its look written out, with its title and legend above, on the page's ground. */
export function standalone(svg: SVGSVGElement, title: string, keys: readonly ExportKey[]): Drawing {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [...svg.querySelectorAll<SVGElement>('*')];
  [...copy.querySelectorAll<SVGElement>('*')].forEach((element, i) => {
    const original = originals[i];
    if (!original) return;
    const style = getComputedStyle(original);
    for (const name of KEPT) element.setAttribute(name, style.getPropertyValue(name));
    element.removeAttribute('class');
    element.removeAttribute('style');
  });
  const [plotWidth, plotHeight] = [svg.clientWidth, svg.clientHeight];
  const page = getComputedStyle(svg);
  const top = PADDING + TITLE + keys.length * KEY;
  const [width, height] = [plotWidth + 2 * PADDING, top + plotHeight + PADDING];
  const root = make('svg', { xmlns: NAMESPACE, width, height, viewBox: `0 0 ${width} ${height}` });
  const family = page.fontFamily;
  root.append(make('rect', { width, height, fill: groundOf(svg) }));
  root.append(text(title, { x: PADDING, y: PADDING + 14, fill: page.color, 'font-family': family, 'font-size': 15 }));
  keys.forEach((key, i) => {
    const y = PADDING + TITLE + i * KEY + 8;
    const line = { x1: PADDING, x2: PADDING + 18, y1: y - 4, y2: y - 4, stroke: key.colour, 'stroke-width': 2 };
    root.append(make('line', key.dash ? { ...line, 'stroke-dasharray': key.dash } : line));
    root.append(text(key.title, { x: PADDING + 24, y, fill: page.color, 'font-family': family, 'font-size': 12 }));
  });
  const place = { x: PADDING, y: top, width: plotWidth, height: plotHeight };
  for (const [name, value] of Object.entries(place)) copy.setAttribute(name, String(value));
  copy.removeAttribute('class');
  root.append(copy);
  return { text: new XMLSerializer().serializeToString(root), width, height };
}

function make(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key !== 'xmlns') element.setAttribute(key, String(value));
  }
  return element;
}

function text(content: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = make('text', attributes);
  element.textContent = content;
  return element;
}

/** The colour behind the drawing. */
function groundOf(element: Element): string {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (colour !== 'rgba(0, 0, 0, 0)' && colour !== 'transparent') return colour;
  }
  return 'white';
}

/** A drawing as an svg file. */
function svgBlob({ text: source }: Drawing): Blob {
  return new Blob([source], { type: 'image/svg+xml' });
}

/** A drawing as a png, three pixels for each of the page's. */
async function pngBlob({ text: source, width, height }: Drawing): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * DENSITY;
  canvas.height = height * DENSITY;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The browser gave no picture.'))), 'image/png');
  });
}

/** The files that a drawing and its numbers are saved as, each made when it is asked for: see `SaveLinks`. */
export function chartFiles(csv: () => string, drawing: () => Drawing) {
  return {
    csv: async () => new Blob([csv()], { type: 'text/csv' }),
    svg: async () => svgBlob(drawing()),
    png: async () => pngBlob(drawing()),
  };
}
