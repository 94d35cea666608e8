import { csvRow } from '../core/csv';
import { atOnce, mapping, type Stretches } from '../core/stretches';
import type { StepNorms } from './stepNorms';
import type { StepPoint } from './train';
import { thinIndices } from './thin';

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
] as const satisfies readonly (readonly [string, keyof Own])[];

/** Further columns where norms were measured: one a layer, and one for what lies in none. */
const LAYER_COLUMNS = [
  ['gradient_norm', 'gradient'],
  ['update_norm', 'update'],
] as const satisfies readonly (readonly [string, keyof StepNorms['outside']])[];

type Own = Omit<StepPoint, 'layers'>;

/** Steps as numbers in one piece: a row a step, a column a name. Quick to store, whatever their number. */
export interface PackedHistory {
  readonly layers: number;
  /** [steps, cells of a step], row-major; NaN where a step has no norms. */
  readonly values: Float64Array<ArrayBuffer>;
}

/**
 * The steps that are kept of a run: all, or `most` of them where there are more, chosen so that every spike of the loss
 * stays (`thinIndices`).
 */
export function keptSteps(steps: readonly StepPoint[], most = MOST_STEPS): readonly StepPoint[] {
  if (steps.length <= most) return steps;
  const chosen = thinIndices(
    steps.map(({ loss }) => loss),
    most,
  );
  return chosen.flatMap((i) => steps[i] ?? []);
}

/**
 * The steps of a run under way with more behind them: never more than twice what is kept of a run (`keptSteps`), so that a
 * run of any length takes no more memory.
 */
export function withSteps(
  steps: readonly StepPoint[],
  more: readonly StepPoint[],
  most = MOST_STEPS,
): readonly StepPoint[] {
  const all = [...steps, ...more];
  return all.length > 2 * most ? keptSteps(all, most) : all;
}

function layersOf(steps: readonly StepPoint[]): number {
  return steps.find(({ layers }) => layers)?.layers?.gradient.length ?? 0;
}

/** How many cells a step has. */
function widthOf(layers: number): number {
  return COLUMNS.length + (layers === 0 ? 0 : LAYER_COLUMNS.length * (layers + 1));
}

/** Writes the cells of a step into `row`, `widthOf(layers)` from `at` on. */
function writeRow(point: StepPoint, layers: number, row: Float64Array, at: number): void {
  for (const [, key] of COLUMNS) row[at++] = point[key];
  if (layers === 0) return;
  for (const [, key] of LAYER_COLUMNS) {
    for (let i = 0; i < layers; i++) row[at++] = point.layers?.[key][i] ?? Number.NaN;
    row[at++] = point.layers?.outside[key] ?? Number.NaN;
  }
}

/** Norms that are all not numbers were not measured. */
function pointOf(row: ArrayLike<number>, layers: number): StepPoint {
  const cells = (from: number, count: number) => Array.from({ length: count }, (_, i) => row[from + i] ?? Number.NaN);
  const own = Object.fromEntries(COLUMNS.map(([, key], i) => [key, row[i] ?? Number.NaN])) as unknown as Own;
  const [gradient, update] = LAYER_COLUMNS.map((_, k) => cells(COLUMNS.length + k * (layers + 1), layers + 1));
  if (layers === 0 || !gradient || !update || gradient.every(Number.isNaN)) return { ...own, layers: null };
  const outside = { gradient: gradient.pop() ?? Number.NaN, update: update.pop() ?? Number.NaN };
  return { ...own, layers: { gradient, update, outside } };
}

export function packHistory(steps: readonly StepPoint[]): PackedHistory {
  const layers = layersOf(steps);
  const width = widthOf(layers);
  const values = new Float64Array(steps.length * width);
  steps.forEach((point, i) => writeRow(point, layers, values, i * width));
  return { layers, values };
}

export function unpackHistory({ layers, values }: PackedHistory): StepPoint[] {
  const width = widthOf(layers);
  return Array.from({ length: Math.floor(values.length / width) }, (_, i) =>
    pointOf(values.subarray(i * width, (i + 1) * width), layers),
  );
}

function headOf(layers: number): readonly string[] {
  const places = layers === 0 ? [] : [...Array.from({ length: layers }, (_, i) => String(i)), 'outside'];
  const norms = LAYER_COLUMNS.flatMap(([name]) => places.map((place) => `${name}_${place}`));
  return [...COLUMNS.map(([name]) => name), ...norms];
}

/** Lines of steps that were written before, by so many layers: for who writes a history again and again as it grows. */
export type KnownLines = WeakMap<StepPoint, { readonly layers: number; readonly line: string }>;

/** Steps as csv: a line a step, the columns of `headOf`. Numbers are written so that they are read back exactly. */
export function historyCsv(steps: readonly StepPoint[], known: KnownLines = new WeakMap()): string {
  const layers = layersOf(steps);
  const row = new Float64Array(widthOf(layers));
  const lineOf = (point: StepPoint) => {
    const before = known.get(point);
    if (before?.layers === layers) return before.line;
    writeRow(point, layers, row, 0);
    const line = csvRow([...row]);
    known.set(point, { layers, line });
    return line;
  };
  return [csvRow(headOf(layers)), ...steps.map(lineOf), ''].join('\n');
}

/** What `Number` takes, without its leniency towards spaces, hexadecimals and nothing at all. */
const NUMBER = /^(?:-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|-?Infinity|NaN)$/;

/**
 * Reads `historyCsv` back. Strict: exactly these columns, every cell a number, steps ascending.
 * @param refuse called with the cause; must throw  @param most steps that it may have
 */
export function readHistory(csv: string, refuse: (cause: string) => never, most?: number): StepPoint[] {
  return atOnce(readingHistory(csv, refuse, most));
}

/** `readHistory` in stretches. */
export function* readingHistory(
  csv: string,
  refuse: (cause: string) => never,
  most = MOST_STEPS,
): Stretches<StepPoint[]> {
  const [head = '', ...lines] = csv.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const names = head.split(',');
  const layers = Math.max(0, (names.length - COLUMNS.length) / LAYER_COLUMNS.length - 1);
  if (!Number.isInteger(layers) || layers > MOST_LAYERS || head !== headOf(layers).join(',')) {
    refuse('has other columns than a history of steps.');
  }
  if (lines.length > most) refuse(`has ${lines.length} steps; ${most} are the most that are read.`);
  let last = 0;
  return yield* mapping(lines, (line, i) => {
    const cells = line.split(',');
    if (cells.length !== names.length) refuse(`has ${cells.length} cells in line ${i + 2}, not ${names.length}.`);
    const row = cells.map((cell) => (NUMBER.test(cell) ? Number(cell) : refuse(`has no number in line ${i + 2}.`)));
    const point = pointOf(row, layers);
    if (!Number.isInteger(point.step) || point.step <= last) refuse(`has steps out of order in line ${i + 2}.`);
    last = point.step;
    return point;
  });
}
