import { describe, expect, it } from 'vitest';
import { done, planned, sampleResult, SUBJECT } from '../../tests/numeric/sweepRuns';
import { DEFAULT_SPLIT } from '../dataset/defaultSplit';
import { DEFAULT_CONFIG } from '../training/config';
import { differenceText, paperCount, spreadText } from './numbers';
import { comparisonNote, paperRecipe } from './paperData';
import { PAPER_TABLES, type PaperCell } from './paperTables';
import { cellConfig, tableRuns, whyNot, type TableOrder } from './tableRuns';
import { fillTable, hasPaperNumbers, seriesOf } from './tables';
import type { DoneRun, PlannedRun, Subject, SweepResult } from './types';

const { table1, table2, table3 } = PAPER_TABLES;
const SOUNDS: Subject = {
  ...SUBJECT,
  data: { ...SUBJECT.data, name: 'sounds', layout: 'folders', classes: 3, folds: [] },
};
const EPIC: Subject = {
  ...SOUNDS,
  data: { ...SOUNDS.data, name: 'EPIC', layout: 'epic-sounds', classes: 44, digest: 'e' },
};

const cellOf = (row: (typeof table2)['rows'][number] | undefined): PaperCell => {
  const [cell] = row?.cells ?? [];
  if (!cell) throw new Error('The row has no cell.');
  return cell;
};
const row2 = (title: string) => cellOf(table2.rows.find((row) => row.title === title));

const ORDER: TableOrder = {
  base: DEFAULT_CONFIG,
  split: DEFAULT_SPLIT,
  seeds: [1, 2],
  folds: [],
  recipe: 'own',
  layout: 'folders',
  rates: null,
};

/** Runs of a cell as they come from the queue, each with this validation top-1. */
function ran(cell: PaperCell, top1: readonly number[], subject = SOUNDS, patch: Partial<SweepResult> = {}): DoneRun[] {
  const seeds = top1.map((_, i) => i + 1);
  return tableRuns([cell], subject.backbone, { ...ORDER, seeds }).map((run: PlannedRun, i) =>
    done(run, sampleResult([top1[i] ?? 0], patch), subject, i + 1),
  );
}

const only = <T>(items: readonly T[]): T => {
  if (items.length !== 1 || items[0] === undefined) throw new Error(`${items.length} items, not one.`);
  return items[0];
};

describe('tableRuns', () => {
  it('queues each cell with each seed and fold, scaled to the width', () => {
    const runs = tableRuns(
      table1.rows.flatMap(({ cells }) => [...cells]),
      SUBJECT.backbone,
      { ...ORDER, folds: [1, 2] },
    );
    expect(runs).toHaveLength(24 * 2 * 2);
    expect(runs[0]?.config.adapters).toEqual({ attn: { kernel: 'linear', bottleneck: 9 }, ffn: null });
  });

  it('leaves out the rows that another backbone is for, and says why', () => {
    const cells = table2.rows.flatMap(({ cells }) => [...cells]);
    expect(tableRuns(cells, SUBJECT.backbone, { ...ORDER, seeds: [1] })).toHaveLength(7);
    const ssast = { ...SUBJECT.backbone, name: 'SSAST-Base-Patch-400', pretrainedOn: 'audio' } as const;
    expect(tableRuns(cells, ssast, { ...ORDER, seeds: [1] }).map(({ config }) => config.stride)).toEqual([[10, 10]]);
    expect(whyNot(row2('MAE-AST, Full FT').setting, ssast)).toContain('MAE-AST');
    expect(whyNot(row2('Linear Probe').setting, ssast)).toContain('from images');
  });

  it('takes the paper’s recipe for a layout of the paper: 1e-4 for full fine-tuning, else 5e-4, on ESC-50', () => {
    const cells = [row2('AST, Full FT'), row2('Parallel Adapter')];
    const runs = tableRuns(cells, SUBJECT.backbone, { ...ORDER, seeds: [1], recipe: 'paper', layout: 'esc50' });
    expect(runs.map(({ config }) => [config.learningRate, config.epochs, config.batch])).toEqual([
      [1e-4, 25, 48],
      [5e-4, 25, 48],
    ]);
    expect(paperRecipe('folders', DEFAULT_CONFIG)).toBeNull();
  });

  it('tries each rate where validation is to choose', () => {
    const runs = tableRuns([row2('Linear Probe')], SUBJECT.backbone, { ...ORDER, seeds: [1], rates: [5e-5, 1e-4] });
    expect(runs.map(({ config, rates }) => [config.learningRate, rates])).toEqual([
      [5e-5, [5e-5, 1e-4]],
      [1e-4, [5e-5, 1e-4]],
    ]);
  });
});

describe('cellConfig', () => {
  it('lays patches of another shape without gaps', () => {
    const { setting } = row2('AST, Full FT');
    expect(cellConfig(setting, DEFAULT_CONFIG, { dim: 768, patch: [16, 16] }).stride).toEqual([10, 10]);
    expect(cellConfig(setting, DEFAULT_CONFIG, { dim: 768, patch: [128, 2] }).stride).toEqual([128, 2]);
  });
});

describe('fillTable', () => {
  it('shows the paper’s number, ours over the seeds, and the difference, in the paper’s unit', () => {
    const runs = ran(row2('Linear Probe'), [0.38, 0.4], EPIC, { test: null });
    const filled = fillTable(table2, only(seriesOf(runs)), runs, EPIC.data.layout);
    const probe = only(filled.rows.filter(({ row }) => row.title === 'Linear Probe')).cells[0];
    const [top1, mAP] = probe?.values ?? [];
    expect(top1).toMatchObject({ paper: 38.95, difference: expect.closeTo(0.05, 10) });
    expect(top1?.ours).toMatchObject({ mean: expect.closeTo(0.39, 12), count: 2 });
    expect(mAP).toMatchObject({ paper: 0.136, difference: expect.closeTo(0.195 - 0.136, 10) });
  });

  it('has ours alone for a person’s own data set', () => {
    const runs = ran(row2('Linear Probe'), [0.5], SOUNDS);
    const filled = fillTable(table2, only(seriesOf(runs)), runs, 'folders');
    const values = filled.rows.flatMap(({ cells }) => cells.flatMap((cell) => cell.values));
    expect(values.every(({ paper, difference }) => paper === null && difference === null)).toBe(true);
    expect(comparisonNote(SOUNDS.data, hasPaperNumbers(table2, 'folders'))).toContain('none of the paper’s data sets');
    const ten = { ...SUBJECT.data, classes: 10 };
    expect(comparisonNote(ten, hasPaperNumbers(table2, 'esc50'))).toContain('10 classes, not 50');
    expect(comparisonNote(ten, hasPaperNumbers(table1, 'esc50'))).toContain('EPIC-SOUNDS alone');
    expect(hasPaperNumbers(table3, 'epic-sounds')).toBe(true);
  });

  it('marks the paper’s best and second as the paper does: Table 1 by row, Table 3 by column', () => {
    const marks = (table: typeof table1 | typeof table3) =>
      fillTable(table, null, [], 'epic-sounds').rows.map(({ cells }) =>
        cells.map(({ values }) => values[0]?.paperMark),
      );
    expect(marks(table1)[1]).toEqual([null, 'second', 'best', null]);
    expect(marks(table1)[0]).toEqual([null, 'best', 'second', null]);
    expect(marks(table3).map(([small]) => small)).toEqual([null, null, 'second', 'best', null]);
    expect(marks(table3).map(([, large]) => large)).toEqual([null, null, 'best', 'second', null]);
  });

  it('marks Table 2 among the image-pretrained', () => {
    const { rows } = fillTable(table2, null, [], 'speech-commands');
    expect(rows.map(({ cells }) => cells[0]?.values[0]?.paperMark)).toEqual([
      null,
      null,
      'best',
      null,
      null,
      null,
      null,
      null,
      'second',
    ]);
  });

  it('fills the same setting in every table that has it', () => {
    const runs = ran(row2('Ours - Attn(T) FFN(F), 5%'), [0.5]);
    const series = only(seriesOf(runs));
    const filled = (table: typeof table2 | typeof table3) =>
      fillTable(table, series, runs, 'folders').rows.flatMap(({ row, cells }) =>
        cells.flatMap((cell) => (cell.runs.length > 0 ? [row.title] : [])),
      );
    expect(filled(table2)).toEqual(['Ours - Attn(T) FFN(F), 5%']);
    expect(filled(table3)).toEqual(['Attn(T) FFN(F)']);
  });

  it('keeps recipes, data sets and image backbones apart, and adds audio rows of the same frame', () => {
    const cell = row2('Linear Probe');
    const base = ran(cell, [0.5]);
    const longer = done(
      planned({ ...cellConfig(cell.setting, DEFAULT_CONFIG, SUBJECT.backbone), epochs: 99 }),
      sampleResult(),
      SOUNDS,
      9,
    );
    const ssast: Subject = {
      ...SOUNDS,
      backbone: { name: 'SSAST', sha256: 'c', dim: 768, patch: [16, 16], pretrainedOn: 'audio' },
    };
    const audio = ran(row2('SSAST, Full FT'), [0.7], ssast);
    const all = [...base, longer, ...audio];
    expect(seriesOf(all)).toHaveLength(3);
    const series = only(seriesOf(all).filter(({ runs }) => runs.includes(base[0] as DoneRun)));
    const filled = fillTable(table2, series, all, 'folders').rows.filter(({ cells }) => cells[0]?.runs.length);
    expect(filled.map(({ row }) => row.title)).toEqual(['SSAST, Full FT', 'Linear Probe']);
    expect(filled[1]?.cells[0]?.values[0]?.ours?.count).toBe(1);
  });

  it('does not mix learning rates: the last queued counts, the others are counted', () => {
    const cell = row2('Linear Probe');
    const config = cellConfig(cell.setting, DEFAULT_CONFIG, SUBJECT.backbone);
    const runs = [1e-3, 2e-3].map((learningRate, i) =>
      done(planned({ ...config, learningRate }), sampleResult([0.2 + 0.1 * i]), SOUNDS, i + 1),
    );
    const filled = fillTable(table2, only(seriesOf(runs)), runs, 'folders').rows[3]?.cells[0];
    expect(filled?.values[0]?.ours).toMatchObject({ mean: expect.closeTo(0.3, 12), count: 1 });
    expect(filled?.otherRates).toBe(1);
  });

  it('reports cross validation AST’s way', () => {
    const cell = row2('Linear Probe');
    const config = cellConfig(cell.setting, DEFAULT_CONFIG, SUBJECT.backbone);
    const runs = [
      [0.8, 0.7],
      [0.5, 0.9],
    ].map((top1, i) => done(planned(config, { fold: i + 1 }), sampleResult(top1), SUBJECT, i + 1));
    const filled = fillTable(table2, only(seriesOf(runs)), runs, 'esc50').rows[3]?.cells[0];
    expect(filled?.measure).toBe('ast-folds');
    expect(filled?.values[0]?.ours?.mean).toBeCloseTo(0.8, 12);
    expect(filled?.values[0]?.paper).toBe(65.6);
  });
});

describe('numbers', () => {
  it('are printed as the paper prints them', () => {
    expect(spreadText({ mean: 0.545_23, deviation: 0.0034, count: 3 }, { unit: '%' })).toBe('54.52 ± 0.34 (n 3)');
    expect(spreadText({ mean: 0.24, deviation: null, count: 1 }, { unit: 'share' })).toBe('0.240 (n 1)');
    expect(differenceText(-1.2, { unit: '%' })).toBe('−1.20');
    expect(differenceText(0.5, { unit: '%' })).toBe('+0.50');
    expect(paperCount(2_026_028, 86_000_000)).toBe('2.026M (2.4%)');
    expect(paperCount(35_372, 87_000_000)).toBe('35.4k (0.04%)');
    expect(paperCount(1_200_000, 1_200_000)).toBe('1.200M (100%)');
  });
});
