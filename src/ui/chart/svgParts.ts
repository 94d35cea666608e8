import type { Drawing } from './exportChart';

export const FONT = 'Helvetica, Arial, sans-serif';
export const INK = '#1a1a1a';
const TITLE = { x: 12, y: 26 } as const;

/** Text between SVG's marks. */
const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** Words of a drawing that stands alone. @param more further attributes, as they stand in the file */
export function svgText(words: string, x: number, y: number, more = ''): string {
  return `<text x="${x}" y="${y}" fill="${INK}" font-family="${FONT}" font-size="12" ${more}>${escaped(words)}</text>`;
}

/** A drawing that stands alone, on white, with its title at the top. */
export function svgDrawing(title: string, width: number, height: number, parts: readonly string[]): Drawing {
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    svgText(title, TITLE.x, TITLE.y, 'font-weight="bold"'),
    ...parts,
    '</svg>',
  ];
  return { text: svg.join('\n'), width, height };
}
