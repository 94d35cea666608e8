import type { MethodName } from '../model/methods';
import type { PaperPlan, PaperSpec } from './scale';

/** The data sets that the paper reports on. */
export type PaperData = 'epic' | 'esc50' | 'speech-commands';

/** A number that the paper prints: top-1 in per cent, mAP as a fraction, as it does. */
export interface PaperValues {
  /** EPIC-SOUNDS, top-1 in per cent. */
  readonly epicTop1?: number;
  /** EPIC-SOUNDS, mAP as a fraction. */
  readonly epicMAP?: number;
  /** ESC-50. The paper heads the column mAP; the figures of AST and SSAST in it are their accuracies, in per cent. */
  readonly esc50?: number;
  /** Speech Commands v2. As for ESC-50. */
  readonly speechCommands?: number;
}

/** What is trained for a cell, with bottlenecks at width 768. */
export interface PaperSetting {
  readonly method: MethodName;
  readonly plan: PaperPlan;
  /** Patch stride in mel bins and frames: 10 for full fine-tuning, which overlaps patches, else 16. */
  readonly stride: readonly [number, number];
  /** A backbone from images, or an audio-pretrained one whose name this matches. */
  readonly backbone: 'images' | { readonly title: string; readonly name: RegExp };
}

export interface PaperCell {
  /** Unique within its table. */
  readonly id: string;
  readonly setting: PaperSetting;
  readonly values: PaperValues;
}

export interface PaperRow {
  readonly id: string;
  /** The heading that it stands under. */
  readonly group: string;
  readonly title: string;
  /** Further columns as the paper prints them: size, data that the backbone was trained on. */
  readonly facts: readonly string[];
  readonly cells: readonly PaperCell[];
}

export interface PaperTable {
  readonly title: string;
  readonly caption: string;
  /** Headings: of the rows, of their facts, of the cells. */
  readonly corner: string;
  readonly factTitles: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly PaperRow[];
  /** Within what the best is bold and the second underlined. */
  readonly marks: 'row' | 'column';
  /** A number that the paper gives beside the table. */
  readonly reference: { readonly title: string; readonly values: PaperValues } | null;
}

const NO_PLAN: PaperPlan = { attn: null, ffn: null };
const TILED = [16, 16] as const;
const OVERLAPPING = [10, 10] as const;

function loaa(attn: PaperSpec | null, ffn: PaperSpec | null): PaperSetting {
  return { method: 'loaa', plan: { attn, ffn }, stride: TILED, backbone: 'images' };
}

function full(backbone: PaperSetting['backbone']): PaperSetting {
  return { method: 'full', plan: NO_PLAN, stride: OVERLAPPING, backbone };
}

const T36 = { kernel: 'time', bottleneck: 36 } as const;
const F36 = { kernel: 'frequency', bottleneck: 36 } as const;
const T72 = { kernel: 'time', bottleneck: 72 } as const;
const F72 = { kernel: 'frequency', bottleneck: 72 } as const;
const L108 = { kernel: 'linear', bottleneck: 108 } as const;
const L216 = { kernel: 'linear', bottleneck: 216 } as const;

/** Table 1's kernels in the paper's order. */
const KERNELS_1 = ['linear', 'frequency', 'time', 'square'] as const;

/**
 * Table 1's budgets: bottlenecks by kernel at width 768, and the values by block and kernel, top-1 on EPIC-SOUNDS.
 * Source: paper Table 1; the bottlenecks follow from its counts (12 x 2 x k x 768 x r + head).
 */
const BUDGETS_1 = [
  {
    size: '1.035M (1.2%)',
    r: [54, 18, 18, 6],
    attn: [53.38, 53.79, 53.43, 53.2],
    ffn: [53.04, 53.53, 53.42, 53.03],
  },
  {
    size: '2.026M (2.3%)',
    r: [108, 36, 36, 12],
    attn: [53.33, 54.44, 54.52, 53.64],
    ffn: [53.42, 53.73, 54.5, 53.3],
  },
  {
    size: '4.017M (4.6%)',
    r: [216, 72, 72, 24],
    attn: [53.42, 53.86, 54.08, 53.44],
    ffn: [53.3, 53.73, 54.01, 53.24],
  },
] as const;

const ROWS_1: readonly PaperRow[] = (['attn', 'ffn'] as const).flatMap((place) =>
  BUDGETS_1.map((budget) => ({
    id: `${place}-${budget.size}`,
    group: place === 'attn' ? 'ATTN block' : 'FFN block',
    title: budget.size,
    facts: [],
    cells: KERNELS_1.map((kernel, i) => {
      const spec = { kernel, bottleneck: budget.r[i] ?? 1 };
      return {
        id: `${place}-${budget.size}-${kernel}`,
        setting: place === 'attn' ? loaa(spec, null) : loaa(null, spec),
        values: { epicTop1: budget[place][i] ?? NaN },
      };
    }),
  })),
);

/** A row of Table 2: one setting, measured on all data sets. */
function row2(
  group: string,
  title: string,
  facts: readonly string[],
  setting: PaperSetting,
  values: PaperValues,
): PaperRow {
  return { id: title, group, title, facts, cells: [{ id: title, setting, values }] };
}

const AUDIO = 'Image pretrained → audio pretrained';
const IMAGES = 'Image pretrained only';

/** Source: paper Table 2. */
const ROWS_2: readonly PaperRow[] = [
  row2(AUDIO, 'MAE-AST, Full FT', ['100%', 'AS+LS'], full({ title: 'MAE-AST', name: /mae-?_?ast/i }), {
    esc50: 90.0,
    speechCommands: 97.9,
  }),
  row2(AUDIO, 'SSAST, Full FT', ['100%', 'AS+LS'], full({ title: 'SSAST', name: /ssast/i }), {
    epicTop1: 53.75,
    epicMAP: 0.237,
    esc50: 88.8,
    speechCommands: 98.0,
  }),
  row2(IMAGES, 'AST, Full FT', ['100%', 'IN'], full('images'), {
    epicTop1: 52.22,
    epicMAP: 0.222,
    esc50: 87.9,
    speechCommands: 97.8,
  }),
  row2(
    IMAGES,
    'Linear Probe',
    ['0.04%', 'IN'],
    { method: 'linear-probe', plan: NO_PLAN, stride: TILED, backbone: 'images' },
    { epicTop1: 38.95, epicMAP: 0.136, esc50: 65.6, speechCommands: 42.1 },
  ),
  row2(IMAGES, 'Parallel Adapter', ['5%', 'IN'], loaa(L108, L108), {
    epicTop1: 53.4,
    epicMAP: 0.227,
    esc50: 87.0,
    speechCommands: 96.7,
  }),
  row2(IMAGES, 'Ours - Attn(T)', ['2%', 'IN'], loaa(T36, null), {
    epicTop1: 54.52,
    epicMAP: 0.234,
    esc50: 85.4,
    speechCommands: 96.5,
  }),
  row2(IMAGES, 'Ours - FFN(F)', ['2%', 'IN'], loaa(null, F36), {
    epicTop1: 53.73,
    epicMAP: 0.231,
    esc50: 85.8,
    speechCommands: 96.3,
  }),
  row2(IMAGES, 'Ours - Attn(T) FFN(F), 5%', ['5%', 'IN'], loaa(T36, F36), {
    epicTop1: 54.14,
    epicMAP: 0.238,
    esc50: 87.1,
    speechCommands: 96.9,
  }),
  row2(IMAGES, 'Ours - Attn(T) FFN(F), 10%', ['10%', 'IN'], loaa(T72, F72), {
    epicTop1: 54.11,
    epicMAP: 0.24,
    esc50: 88.3,
    speechCommands: 97.0,
  }),
];

/** A row of Table 3: two budgets of one combination. */
function row3(title: string, small: PaperSetting, large: PaperSetting, values: readonly [number, number]): PaperRow {
  return {
    id: title,
    group: '',
    title,
    facts: [],
    cells: [
      { id: `${title} 5%`, setting: small, values: { epicTop1: values[0] } },
      { id: `${title} 10%`, setting: large, values: { epicTop1: values[1] } },
    ],
  };
}

/** Source: paper Table 3. */
const ROWS_3: readonly PaperRow[] = [
  row3('Attn(L) FFN(L)', loaa(L108, L108), loaa(L216, L216), [53.4, 53.85]),
  row3('Attn(T) FFN(T)', loaa(T36, T36), loaa(T72, T72), [53.55, 54.01]),
  row3('Attn(F) FFN(F)', loaa(F36, F36), loaa(F72, F72), [54.05, 54.35]),
  row3('Attn(T) FFN(F)', loaa(T36, F36), loaa(T72, F72), [54.14, 54.11]),
  row3('Attn(F) FFN(T)', loaa(F36, T36), loaa(F72, T72), [53.9, 54.04]),
];

/** The tables of the paper: every number, and what to run for it. */
export const PAPER_TABLES = {
  table1: {
    title: 'Table 1',
    caption: 'Adapters beside the attention or the FFN block, by kernel and number of parameters.',
    corner: '# Param (ratio)',
    factTitles: [],
    columns: ['(1,1)', 'F (3,1)', 'T (1,3)', '(3,3)'],
    rows: ROWS_1,
    marks: 'row',
    reference: { title: 'Audio pretrained model (SSAST)', values: { epicTop1: 53.75 } },
  },
  table2: {
    title: 'Table 2',
    caption: 'Look-Aside Adapters beside the current paradigm.',
    corner: 'Model and method',
    factTitles: ['# Param', 'PT data'],
    columns: [''],
    rows: ROWS_2,
    marks: 'column',
    reference: null,
  },
  table3: {
    title: 'Table 3',
    caption: 'Combinations of kernels beside both blocks.',
    corner: 'Method',
    factTitles: [],
    columns: ['5%', '10%'],
    rows: ROWS_3,
    marks: 'column',
    reference: null,
  },
} as const satisfies Record<string, PaperTable>;

export type PaperTableName = keyof typeof PAPER_TABLES;
