import { groupBy } from './group';
import { columnsFor, paperDataOf, type MetricColumn } from './paperData';
import type { PaperCell, PaperTable, PaperValues } from './paperTables';
import { reportable } from './rateChoice';
import { reportOf, type MeasureName } from './report';
import { recipeKey, recipeTitle, settingKey, splitKey } from './setting';
import type { Spread } from './statistics';
import { cellConfig, whyNot } from './tableRuns';
import { isDone, type DoneRun, type SweepRun } from './types';

/** Runs that may stand in one table: one data set, one split, one recipe, one image backbone. */
export interface Series {
  readonly key: string;
  readonly title: string;
  /** Runs of the series that are done. */
  readonly runs: readonly DoneRun[];
  /** The last one, whose data set, recipe and backbone are those of all. */
  readonly sample: DoneRun;
}

/** What the rows of audio-pretrained models share with those of a series. */
function frameKey({ subject, split, config }: SweepRun): string {
  return `${subject.data.digest} ${splitKey(split)} ${recipeKey(config)}`;
}

/** The series among the runs, the latest first. */
export function seriesOf(runs: readonly SweepRun[]): readonly Series[] {
  const groups = groupBy(runs.filter(isDone), (run) => `${frameKey(run)} ${run.subject.backbone.sha256}`);
  const series = [...groups].flatMap(([key, group]) => {
    const sample = group.at(-1);
    if (!sample) return [];
    const { data, backbone } = sample.subject;
    const title = `${data.name}, ${backbone.name}: ${recipeTitle(sample.config)}`;
    return [{ key, title, runs: group, sample }];
  });
  return series.toSorted((a, b) => b.sample.order - a.sample.order);
}

/** One number of ours beside the paper's. Shares in [0, 1], as measured. */
export interface FilledValue {
  readonly column: MetricColumn;
  /** In the column's unit, or null where the paper has none for this data set. */
  readonly paper: number | null;
  readonly ours: Spread | null;
  /** Ours less the paper's, in the column's unit. */
  readonly difference: number | null;
  readonly paperMark: Mark;
  readonly oursMark: Mark;
}

export type Mark = 'best' | 'second' | null;

export interface FilledCell {
  readonly cell: PaperCell;
  readonly values: readonly FilledValue[];
  readonly runs: readonly DoneRun[];
  /** How ours was measured. */
  readonly measure: MeasureName | null;
  /** Runs of the cell at other learning rates, which are not in the mean. */
  readonly otherRates: number;
}

export interface FilledTable {
  readonly columns: readonly MetricColumn[];
  readonly rows: readonly { readonly row: PaperTable['rows'][number]; readonly cells: readonly FilledCell[] }[];
}

/** A share as a column prints it. */
export function inUnit(share: number, { unit }: Pick<MetricColumn, 'unit'>): number {
  return unit === '%' ? 100 * share : share;
}

/** The runs of a series (or, for an audio-pretrained row, of its backbone beside it) that are a cell's. */
function runsOf(cell: PaperCell, series: Series, all: readonly DoneRun[]): readonly DoneRun[] {
  const frame = frameKey(series.sample);
  const own = series.sample.subject.backbone;
  const isImages = cell.setting.backbone === 'images';
  return all.filter((run) => {
    const { backbone } = run.subject;
    if (frameKey(run) !== frame || whyNot(cell.setting, backbone) !== null) return false;
    if (isImages && backbone.sha256 !== own.sha256) return false;
    return settingKey(run.config) === settingKey(cellConfig(cell.setting, run.config, backbone));
  });
}

/** Where a cell was run at several rates, those at the rate that was queued last; chosen rates count as one. */
function atOneRate(runs: readonly DoneRun[]): readonly DoneRun[] {
  const last = runs.reduce<DoneRun | null>((a, b) => (a && a.order > b.order ? a : b), null);
  const rateOf = ({ rates, config }: DoneRun) => (rates ? `chosen of ${rates.join()}` : String(config.learningRate));
  return runs.filter((run) => last && rateOf(run) === rateOf(last));
}

/** The highest two of some values: what is bold and what is underlined. Equal values share a mark. */
function marksOf(values: readonly (number | null)[]): readonly Mark[] {
  const there = [...new Set(values.filter((value) => value !== null))].sort((a, b) => b - a);
  if (values.filter((value) => value !== null).length < 2) return values.map(() => null);
  return values.map((value) =>
    value === null ? null : value === there[0] ? 'best' : value === there[1] ? 'second' : null,
  );
}

/** Rows among which the best is sought: the paper leaves audio-pretrained models out. */
const competes = ({ setting }: PaperCell) => setting.backbone === 'images';

/**
 * A table filled with what was measured: the paper's number, ours as mean and sample deviation over the runs of the cell, and
 * the difference, for the columns that the data set has. `series` null: the paper's numbers alone.
 */
export function fillTable(
  table: PaperTable,
  series: Series | null,
  runs: readonly SweepRun[],
  layout: string,
): FilledTable {
  const columns = columnsFor(paperDataOf(layout));
  const all = reportable(runs);
  const plain = table.rows.map((row) => ({
    row,
    cells: row.cells.map((cell) => filledCell(cell, columns, series, all)),
  }));
  const markOf = new Map<FilledValue, { paper: Mark; ours: Mark }>();
  const lines =
    table.marks === 'row'
      ? plain.map(({ cells }) => cells)
      : table.columns.map((_, i) => plain.flatMap(({ cells }) => cells[i] ?? []));
  for (const line of lines) {
    const rivals = line.filter(({ cell }) => competes(cell));
    columns.forEach((_, k) => {
      const values = rivals.flatMap(({ values: each }) => each[k] ?? []);
      const paper = marksOf(values.map((value) => value.paper));
      const ours = marksOf(values.map((value) => value.ours?.mean ?? null));
      values.forEach((value, i) => markOf.set(value, { paper: paper[i] ?? null, ours: ours[i] ?? null }));
    });
  }
  const marked = (value: FilledValue): FilledValue => {
    const mark = markOf.get(value);
    return { ...value, paperMark: mark?.paper ?? null, oursMark: mark?.ours ?? null };
  };
  return {
    columns,
    rows: plain.map(({ row, cells }) => ({
      row,
      cells: cells.map((cell) => ({ ...cell, values: cell.values.map(marked) })),
    })),
  };
}

function filledCell(
  cell: PaperCell,
  columns: readonly MetricColumn[],
  series: Series | null,
  all: readonly DoneRun[],
): FilledCell {
  const candidates = series ? runsOf(cell, series, all) : [];
  const runs = atOneRate(candidates);
  const report = reportOf(runs);
  const values = columns.map((column): FilledValue => {
    const paper = valueOf(cell.values, column);
    const ours = report && report[column.metric];
    const difference = paper !== null && ours ? inUnit(ours.mean, column) - paper : null;
    return { column, paper, ours, difference, paperMark: null, oursMark: null };
  });
  return { cell, values, runs, measure: report?.measure ?? null, otherRates: candidates.length - runs.length };
}

/** Whether the paper has any number of a table for a data set of this layout. */
export function hasPaperNumbers(table: PaperTable, layout: string): boolean {
  const columns = columnsFor(paperDataOf(layout));
  return table.rows.some(({ cells }) =>
    cells.some(({ values }) => columns.some((column) => valueOf(values, column) !== null)),
  );
}

/** The paper's number for a column. */
export function valueOf(values: PaperValues, { paper }: MetricColumn): number | null {
  return paper === null ? null : (values[paper] ?? null);
}
