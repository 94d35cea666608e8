import { RECIPES, type RunConfig } from '../training/config';
import type { PaperData, PaperValues } from './paperTables';
import type { SubjectData } from './types';

/** One column of numbers: what is measured, how it is printed, and the paper's number for it where there is one. */
export interface MetricColumn {
  readonly title: string;
  readonly metric: 'top1' | 'mAP';
  /** What a share is printed as: per cent, or the share itself as the paper prints EPIC-SOUNDS' mAP. */
  readonly unit: '%' | 'share';
  readonly paper: keyof PaperValues | null;
}

interface PaperDataRow {
  readonly title: string;
  readonly classes: number;
  readonly columns: readonly MetricColumn[];
  /** The paper's learning rates: of full fine-tuning, and of everything else. Source: paper section 3.2. */
  readonly rates: { readonly full: number; readonly other: number };
  /** What to know before comparing. */
  readonly note: string | null;
}

const OWN_COLUMNS: readonly MetricColumn[] = [
  { title: 'Top-1', metric: 'top1', unit: '%', paper: null },
  { title: 'mAP', metric: 'mAP', unit: '%', paper: null },
];

const HEADED_MAP =
  'The paper heads this column mAP; the numbers that it takes over from AST and SSAST are accuracies, so ours is top-1.';

/** The data sets of the paper's tables. Source: paper section 3.1, Table 2; recipes.md. */
export const PAPER_DATA = {
  epic: {
    title: 'EPIC-SOUNDS',
    classes: 44,
    columns: [
      { title: 'Top-1', metric: 'top1', unit: '%', paper: 'epicTop1' },
      { title: 'mAP', metric: 'mAP', unit: 'share', paper: 'epicMAP' },
    ],
    rates: { full: 1e-4, other: 1e-4 },
    note: null,
  },
  esc50: {
    title: 'ESC-50',
    classes: 50,
    columns: [
      { title: 'Top-1', metric: 'top1', unit: '%', paper: 'esc50' },
      { title: 'mAP', metric: 'mAP', unit: '%', paper: null },
    ],
    rates: { full: 1e-4, other: 5e-4 },
    note: HEADED_MAP,
  },
  'speech-commands': {
    title: 'Speech Commands v2',
    classes: 35,
    columns: [
      { title: 'Top-1', metric: 'top1', unit: '%', paper: 'speechCommands' },
      { title: 'mAP', metric: 'mAP', unit: '%', paper: null },
    ],
    rates: { full: 2.5e-4, other: 2.5e-4 },
    note: HEADED_MAP,
  },
} as const satisfies Record<PaperData, PaperDataRow>;

/** Which of the paper's data sets a layout is that of. */
const BY_LAYOUT: Readonly<Record<string, PaperData>> = {
  epic: 'epic',
  'epic-sounds': 'epic',
  esc50: 'esc50',
  'speech-commands': 'speech-commands',
};

/** The paper's data set that a data set is laid out as, or null where it is the person's own. */
export function paperDataOf(layout: string): PaperData | null {
  return BY_LAYOUT[layout] ?? null;
}

/** The columns of numbers for a data set. */
export function columnsFor(kind: PaperData | null): readonly MetricColumn[] {
  return kind ? PAPER_DATA[kind].columns : OWN_COLUMNS;
}

/**
 * In plain words, what the paper's numbers have to do with this data set.
 * @param hasNumbers whether the paper's table has a number for it
 */
export function comparisonNote(data: Pick<SubjectData, 'name' | 'layout' | 'classes'>, hasNumbers: boolean): string {
  const kind = paperDataOf(data.layout);
  if (kind === null) {
    return `“${data.name}” is none of the paper’s data sets: only our numbers are shown, and the paper’s are no measure for them.`;
  }
  const { title, classes, note } = PAPER_DATA[kind];
  if (!hasNumbers) {
    return `The paper gives this table for ${PAPER_DATA.epic.title} alone; “${data.name}” is laid out as ${title}, so only our numbers are shown.`;
  }
  const size =
    data.classes === classes
      ? `“${data.name}” is laid out as ${title} and has its ${classes} classes.`
      : `“${data.name}” is laid out as ${title} but has ${data.classes} classes, not ${classes}: another task, so the difference from the paper says little.`;
  return note === null ? size : `${size} ${note}`;
}

/** The paper's recipe for a data set over what is set, learning rate included; null where it has none. */
export function paperRecipe(layout: string, config: RunConfig): RunConfig | null {
  const kind = paperDataOf(layout);
  if (kind === null) return null;
  const recipes: Readonly<Record<string, { readonly settings: Partial<RunConfig> }>> = RECIPES;
  const recipe = recipes[layout] ?? recipes[kind];
  if (!recipe) return null;
  const { rates } = PAPER_DATA[kind];
  return { ...config, ...recipe.settings, learningRate: config.method === 'full' ? rates.full : rates.other };
}
