import type { FrontEndName } from '../../../audio/types';
import { hertzTicks, secondTicks } from '../axes';
import { COLOURS, type ColourName } from '../colourMaps';
import { significant } from '../../format';
import { layOut, POINTS_PER_CM, TEXT, wrap, type Placed } from './figureLayout';

/** One picture of the figure. */
export interface FigurePanel {
  readonly title: string;
  /** The picture as a data URL of a PNG. */
  readonly image: string;
  /** Whether pixels are to be seen as squares. */
  readonly sharp: boolean;
  /** Its colour bar, where it has one of its own: what the ends of the colours stand for. */
  readonly bar: FigureBar | null;
}

export interface FigureBar {
  readonly title: string;
  readonly colours: ColourName;
  readonly range: readonly [number, number];
}

export interface FigureSpec {
  readonly panels: readonly FigurePanel[];
  /** Of all panels that have none of their own; null where there is none such. */
  readonly bar: FigureBar | null;
  readonly widthCm: number;
  readonly columns: number;
  readonly frontEnd: FrontEndName;
  readonly seconds: number;
  /** The key time, as shares of the time axis. */
  readonly band: readonly [number, number] | null;
  /** The patch that is looked from, as shares of both axes. */
  readonly patch: { readonly x: readonly [number, number]; readonly y: readonly [number, number] } | null;
  /** Where padding begins, as a share of the time axis. */
  readonly paddingFrom: number | null;
  /** Below the figure; empty for none. */
  readonly caption: string;
}

const FONT = 'Helvetica, Arial, sans-serif';
const INK = '#1a1a1a';
/** Octaves that do not crowd on an axis of a few centimetres. */
const HERTZ = [500, 1000, 2000, 4000, 8000];

/**
 * The figure as one SVG file for print: white ground, letters and numbers as text, pictures as embedded PNG. Its units are
 * points, and its size is given in centimetres.
 */
export function figureSvg(spec: FigureSpec): string {
  const lines = wrap(spec.caption, spec.widthCm * POINTS_PER_CM);
  const { width, height, places, bar, captionTop } = layOut(spec, lines.length);
  const parts = spec.panels.map((panel, i) => {
    const place = places[i];
    return place ? panelSvg(panel, place, i, spec) : '';
  });
  const caption = lines.map((line, i) => text(line, 0, captionTop + (i + 1) * TEXT.line, { size: TEXT.caption }));
  const gradients = new Set([...spec.panels.map((panel) => panel.bar), spec.bar].flatMap((one) => one?.colours ?? []));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(spec.widthCm)}cm" height="${round(height / POINTS_PER_CM)}cm" viewBox="0 0 ${round(width)} ${round(height)}" font-family="${FONT}" fill="${INK}">`,
    `<title>${escape(spec.panels.map(({ title }) => title).join(', '))}</title>`,
    '<defs>',
    ...[...gradients].map(gradient),
    '<pattern id="padding" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="4" height="4" fill="#fff" fill-opacity=".55"/><rect width=".8" height="4" fill="#444"/></pattern>',
    '</defs>',
    `<rect width="${round(width)}" height="${round(height)}" fill="#fff"/>`,
    ...parts,
    spec.bar && bar ? barSvg(spec.bar, bar.x, bar.y, bar.width) : '',
    ...caption,
    '</svg>',
  ].join('\n');
}

function panelSvg({ title, image, sharp, bar }: FigurePanel, place: Placed, i: number, spec: FigureSpec): string {
  const { x, y, width, height, isLeft, isLast } = place;
  const { band, patch, paddingFrom, seconds, frontEnd } = spec;
  const letter = spec.panels.length > 1 ? `(${String.fromCharCode(97 + i)}) ` : '';
  const across = (share: number) => x + share * width;
  const up = (share: number) => y + (1 - share) * height;
  const box = (from: readonly [number, number], on: readonly [number, number]) =>
    `x="${round(across(from[0]))}" y="${round(up(on[1]))}" width="${round((from[1] - from[0]) * width)}" height="${round((on[1] - on[0]) * height)}"`;
  const outlined = (rect: string) =>
    `<rect ${rect} fill="none" stroke="#000" stroke-width="1.6"/><rect ${rect} fill="none" stroke="#fff" stroke-width=".8"/>`;
  const ticks = [
    ...secondTicks(seconds).map(({ at, value }) => {
      const label = text(significant(value, 3), across(at), y + height + 9, { anchor: 'middle', size: TEXT.tick });
      return tick(across(at), y + height, across(at), y + height + 2.5) + (isLast ? label : '');
    }),
    ...hertzTicks(frontEnd)
      .filter(({ value }) => HERTZ.includes(value))
      .map(({ at, value }) => {
        const label = text(significant(value / 1000, 2), x - 4, up(at) + 2.2, { anchor: 'end', size: TEXT.tick });
        return tick(x - 2.5, up(at), x, up(at)) + (isLeft ? label : '');
      }),
  ];
  return [
    text(letter + title, x, y - 4, { size: TEXT.title, bold: true }),
    `<image x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" preserveAspectRatio="none" style="image-rendering:${sharp ? 'pixelated' : 'auto'}" href="${image}"/>`,
    paddingFrom === null ? '' : `<rect ${box([paddingFrom, 1], [0, 1])} fill="url(#padding)"/>`,
    band ? outlined(box(band, [0, 1])) : '',
    patch ? outlined(box(patch.x, patch.y)) : '',
    `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="none" stroke="${INK}" stroke-width=".5"/>`,
    ...ticks,
    isLast ? text('Time (s)', x + width / 2, y + height + 18, { anchor: 'middle', size: TEXT.axis }) : '',
    isLeft ? text('Frequency (kHz)', x - 20, y + height / 2, { anchor: 'middle', size: TEXT.axis, turned: true }) : '',
    bar ? barSvg(bar, x, y + height + (isLast ? 23 : 6), width) : '',
  ].join('\n');
}

function barSvg({ title, colours, range }: FigureBar, x: number, y: number, width: number): string {
  const values = [range[0], (range[0] + range[1]) / 2, range[1]];
  const anchors = ['start', 'middle', 'end'] as const;
  return [
    `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="5" fill="url(#${colours})" stroke="${INK}" stroke-width=".4"/>`,
    ...values.map((value, i) =>
      text(significant(value, 2).replace('-', '−'), x + (i * width) / 2, y + 13, {
        anchor: anchors[i] ?? 'middle',
        size: TEXT.tick,
      }),
    ),
    text(title, x + width / 2, y + 21, { anchor: 'middle', size: TEXT.axis }),
  ].join('\n');
}

/** A colour map as a gradient, in 33 steps. */
function gradient(name: ColourName): string {
  const table = COLOURS[name];
  const stops = Array.from({ length: 33 }, (_, i) => {
    const at = 3 * Math.min(255, i * 8);
    return `<stop offset="${round(i / 32)}" stop-color="rgb(${table[at]},${table[at + 1]},${table[at + 2]})"/>`;
  });
  return `<linearGradient id="${name}">${stops.join('')}</linearGradient>`;
}

interface TextStyle {
  readonly size: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly bold?: boolean;
  /** Upwards, about its own place. */
  readonly turned?: boolean;
}

function text(words: string, x: number, y: number, { size, anchor = 'start', bold, turned }: TextStyle): string {
  const turn = turned ? ` transform="rotate(-90 ${round(x)} ${round(y)})"` : '';
  const weight = bold ? ' font-weight="bold"' : '';
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" text-anchor="${anchor}"${weight}${turn}>${escape(words)}</text>`;
}

function tick(x1: number, y1: number, x2: number, y2: number): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${INK}" stroke-width=".5"/>`;
}

/** Names of clips and models come from outside. */
function escape(words: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return words.replace(/[&<>"]/g, (c) => entities[c] ?? c);
}

function round(value: number): number {
  return Number(value.toFixed(3));
}
