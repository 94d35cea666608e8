import { csvRow } from '../core/csv';
import type { StepPoint } from '../training/train';
import { thinIndices } from './thin';

/** L2 norms by transformer layer of what a step did: of the loss gradient, and of the change of the trained parameters. */
export interface LayerNorms {
  readonly gradient: readonly number[];
  readonly update: readonly number[];
}

/** A step as it is kept. */
export type HistoryPoint = Omit<StepPoint, 'layers'> & { readonly layers: LayerNorms | null };

/** More steps than this are thinned before they are kept: 40,000 of 12 layers are 10 MB. */
export const MOST_STEPS = 40_000;

/** More layers than this no backbone has. */
const MOST_LAYERS = 512;

/** The columns of every step, in the file's order and by the file's names. */
const COLUMNS = [
  ['step', 'step'],
  ['epoch', 'epoch'],
  ['seconds', 'seconds'],
  ['loss', 'loss'],
  ['accuracy', 'accuracy'],
  ['learning_rate', 'learningRate'],
] as const satisfies readonly (readonly [string, keyof StepPoint])[];

/** Further columns, one a layer. */
const LAYER_COLUMNS = [
  ['gradient_norm', 'gradient'],
  ['update_norm', 'update'],
] as const satisfies readonly (readonly [string, keyof LayerNorms])[];

/** Steps as numbers in one piece: a row a step, a column a name. Quick to store, whatever their number. */
export interface PackedHistory {
  readonly layers: number;
  /** [steps, columns + 2 layers], row-major; NaN where a step has no norms. */
  readonly values: Float64Array<ArrayBuffer>;
}

/** A step of the engine as it is kept, whether or not the engine measured layers. */
export function historyPoint(point: StepPoint & { readonly layers?: LayerNorms | null }): HistoryPoint {
  return { ...point, layers: point.layers ?? null };
}

/**
 * The steps that are kept of a run: all, or `most` of them where there are more, chosen so that every spike of the loss
 * stays (`thinIndices`).
 */
export function keptSteps(steps: readonly HistoryPoint[], most = MOST_STEPS): readonly HistoryPoint[] {
  if (steps.length <= most) return steps;
  const chosen = thinIndices(
    steps.map(({ loss }) => loss),
    most,
  );
  return chosen.flatMap((i) => steps[i] ?? []);
}

function layersOf(steps: readonly HistoryPoint[]): number {
  return steps.find(({ layers }) => layers)?.layers?.gradient.length ?? 0;
}

function rowOf(point: HistoryPoint, layers: number): number[] {
  const own = COLUMNS.map(([, key]) => point[key]);
  const norms = LAYER_COLUMNS.flatMap(([, key]) =>
    Array.from({ length: layers }, (_, i) => point.layers?.[key][i] ?? Number.NaN),
  );
  return [...own, ...norms];
}

function pointOf(row: ArrayLike<number>, layers: number): HistoryPoint {
  const at = (i: number) => row[i] ?? Number.NaN;
  const named = Object.fromEntries(COLUMNS.map(([, key], i) => [key, at(i)])) as unknown as Omit<StepPoint, 'layers'>;
  const norms = (k: number) => Array.from({ length: layers }, (_, i) => at(COLUMNS.length + k * layers + i));
  const [gradient, update] = [norms(0), norms(1)];
  const isMeasured = layers > 0 && !gradient.every(Number.isNaN);
  return { ...named, layers: isMeasured ? { gradient, update } : null };
}

export function packHistory(steps: readonly HistoryPoint[]): PackedHistory {
  const layers = layersOf(steps);
  const width = COLUMNS.length + LAYER_COLUMNS.length * layers;
  const values = new Float64Array(steps.length * width);
  steps.forEach((point, i) => values.set(rowOf(point, layers), i * width));
  return { layers, values };
}

export function unpackHistory({ layers, values }: PackedHistory): HistoryPoint[] {
  const width = COLUMNS.length + LAYER_COLUMNS.length * layers;
  return Array.from({ length: Math.floor(values.length / width) }, (_, i) =>
    pointOf(values.subarray(i * width, (i + 1) * width), layers),
  );
}

function headOf(layers: number): readonly string[] {
  const norms = LAYER_COLUMNS.flatMap(([name]) => Array.from({ length: layers }, (_, i) => `${name}_${i}`));
  return [...COLUMNS.map(([name]) => name), ...norms];
}

/** Steps as csv: a line a step, the columns of `headOf`. Numbers are written so that they are read back exactly. */
export function historyCsv(steps: readonly HistoryPoint[]): string {
  const layers = layersOf(steps);
  const lines = steps.map((point) => csvRow(rowOf(point, layers)));
  return [csvRow(headOf(layers)), ...lines, ''].join('\n');
}

/** What `Number` takes, without its leniency towards spaces, hexadecimals and nothing at all. */
const NUMBER = /^(?:-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|-?Infinity|NaN)$/;

/**
 * Reads `historyCsv` back. Strict: exactly these columns, every cell a number, steps ascending.
 * @param refuse called with the cause; must throw
 */
export function readHistory(csv: string, refuse: (cause: string) => never): HistoryPoint[] {
  const [head = '', ...lines] = csv.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const names = head.split(',');
  const layers = (names.length - COLUMNS.length) / LAYER_COLUMNS.length;
  if (!Number.isInteger(layers) || layers < 0 || layers > MOST_LAYERS || head !== headOf(layers).join(',')) {
    refuse('has other columns than a history of steps.');
  }
  if (lines.length > MOST_STEPS) refuse(`has ${lines.length} steps; ${MOST_STEPS} are the most that are kept.`);
  let last = 0;
  return lines.map((line, i) => {
    const cells = line.split(',');
    if (cells.length !== names.length) refuse(`has ${cells.length} cells in line ${i + 2}, not ${names.length}.`);
    const row = cells.map((cell) => (NUMBER.test(cell) ? Number(cell) : refuse(`has no number in line ${i + 2}.`)));
    const point = pointOf(row, layers);
    if (!Number.isInteger(point.step) || point.step <= last) refuse(`has steps out of order in line ${i + 2}.`);
    last = point.step;
    return point;
  });
}
