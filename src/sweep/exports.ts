import { csvRow } from '../core/csv';
import { crossValidate, foldGroups } from './crossValidation';
import { differenceText, markdownMark, paperCount, spreadText, unitText } from './numbers';
import type { PaperTable } from './paperTables';
import { MEASURES } from './report';
import { rateText, runTitle, settingTitle } from './setting';
import type { Spread } from './statistics';
import { inUnit, type FilledCell, type FilledTable, type FilledValue } from './tables';
import { isDone, type SweepRun } from './types';

/** Lines of a csv file, RFC 4180. */
function csv(lines: readonly string[]): string {
  return `${lines.join('\r\n')}\r\n`;
}

/** One value of a plain object by its dotted path. */
type Flat = Readonly<Record<string, string | number>>;

/** Every leaf of a value by its dotted path, so that settings to come are columns without a line here. */
export function flatten(value: unknown, path = ''): Flat {
  if (Array.isArray(value) && value.every((part) => typeof part !== 'object')) return { [path]: value.join(' ') };
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, part]) =>
        Object.entries(flatten(part, path === '' ? key : `${path}.${key}`)),
      ),
    );
  }
  return { [path]: typeof value === 'number' ? value : value === null || value === undefined ? '' : String(value) };
}

/** What is known of a run beside its settings. */
function outcomeOf(run: SweepRun): Flat {
  const { subject, result, problem, state, rates } = run;
  const facts = {
    state,
    'data set': subject.data.name,
    layout: subject.data.layout,
    'data digest': subject.data.digest,
    backbone: subject.backbone.name,
    'backbone sha256': subject.backbone.sha256,
    'rate chosen of': rates ? rates.map(rateText).join(' ') : '',
    problem: problem ? `${problem.subject} ${problem.cause} ${problem.cure}` : '',
  };
  if (!result) return facts;
  const last = result.epochs.at(-1);
  return {
    ...facts,
    trainable: result.trainable,
    'backbone parameters': result.total,
    'training clips': result.clips.train,
    'validation clips': result.clips.validation,
    'test clips': result.clips.test,
    'epochs run': result.epochs.length,
    'best epoch': result.best?.epoch ?? '',
    'validation top-1': result.best?.top1 ?? '',
    'validation mAP': result.best?.mAP ?? '',
    'last epoch top-1': last?.top1 ?? '',
    'last epoch mAP': last?.mAP ?? '',
    'test top-1': result.test?.top1 ?? '',
    'test mAP': result.test?.mAP ?? '',
    'top-5 (test, else validation)': result.top5 ?? '',
    seconds: result.seconds,
    backend: result.backend,
    device: result.device,
    version: result.version,
    finished: result.finishedAt,
  };
}

/** The runs as rows of cells under all columns that any of them has. */
function runRows(runs: readonly SweepRun[]): {
  columns: readonly string[];
  rows: readonly (readonly (string | number)[])[];
} {
  const flat = runs.map((run): Flat => ({
    title: runTitle(run, run.subject.data.folds),
    ...outcomeOf(run),
    ...flatten(run.config, 'config'),
    ...flatten(run.split, 'split'),
  }));
  const columns = [...new Set(flat.flatMap((row) => Object.keys(row)))];
  return { columns, rows: flat.map((row) => columns.map((column) => row[column] ?? '')) };
}

/** Every run with all its settings and results, a line each; shares in [0, 1]. */
export function runsCsv(runs: readonly SweepRun[]): string {
  const { columns, rows } = runRows(runs);
  return csv([csvRow(columns), ...rows.map(csvRow)]);
}

/** Text that is a cell of a Markdown table whatever it holds. */
function inCell(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replace(/[\r\n]+/g, ' ')
    .replace(/[<>]/g, (sign) => (sign === '<' ? '&lt;' : '&gt;'));
}

function markdown(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n') + '\n';
}

/** The same as a Markdown table. */
export function runsMarkdown(runs: readonly SweepRun[]): string {
  const { columns, rows } = runRows(runs);
  return markdown(
    columns,
    rows.map((row) => row.map((value) => inCell(String(value)))),
  );
}

/** Paper, ours and difference, as far as they are there. */
function valueText({ paper, ours, difference, column, paperMark, oursMark }: FilledValue): string {
  const parts = [
    ...(paper === null ? [] : [`paper ${markdownMark(unitText(paper, column), paperMark)}`]),
    ...(ours ? [`ours ${markdownMark(spreadText(ours, column), oursMark)}`] : []),
    ...(difference === null ? [] : [differenceText(difference, column)]),
  ];
  return parts.length > 0 ? parts.join(', ') : '-';
}

/** The parameters of a cell's runs as the paper prints them; empty before a run. */
function countText({ runs }: FilledCell): string {
  const [first] = runs;
  return first ? paperCount(first.result.trainable, first.result.total) : '';
}

/** A table in the paper's shape: a column of it, or of the data set's measures where it has one column. */
export function tableMarkdown(table: PaperTable, filled: FilledTable, note: string): string {
  const isSingle = table.columns.length === 1;
  const columns = isSingle
    ? filled.columns.map(({ title }) => title)
    : table.columns.flatMap((title) => filled.columns.map((column) => `${title} ${column.title}`));
  const rows = filled.rows.map(({ row, cells }) => [
    inCell(row.group === '' ? row.title : `${row.group}: ${row.title}`),
    ...row.facts,
    ...(isSingle ? [cells.map(countText).join('')] : []),
    ...cells.flatMap(({ values }) => values.map(valueText)),
  ]);
  const head = [table.corner, ...table.factTitles, ...(isSingle ? ['# Param, ours'] : []), ...columns];
  return `**${table.title}.** ${table.caption} ${inCell(note)}\n\n${markdown(head, rows)}`;
}

/** A table as a line for each cell and measure. */
export function tableCsv(table: PaperTable, filled: FilledTable): string {
  const head = [
    'table',
    'group',
    'row',
    'column',
    'measure',
    'paper',
    'ours mean',
    'ours deviation',
    'runs',
    'difference',
    'trainable',
    'share of the backbone',
    'setting',
    'learning rates',
    'measured',
    'backbone',
  ];
  const lines = filled.rows.flatMap(({ row, cells }) =>
    cells.flatMap((cell, i) =>
      cell.values.map(({ column, paper, ours, difference }) => {
        const [first] = cell.runs;
        return csvRow([
          table.title,
          row.group,
          row.title,
          table.columns[i] ?? '',
          `${column.title} (${column.unit === '%' ? 'per cent' : 'share'})`,
          paper ?? '',
          ours ? inUnit(ours.mean, column) : '',
          ours?.deviation == null ? '' : inUnit(ours.deviation, column),
          ours?.count ?? 0,
          difference ?? '',
          first?.result.trainable ?? '',
          first ? first.result.trainable / first.result.total : '',
          first ? settingTitle(first.config) : '',
          [...new Set(cell.runs.map(({ config }) => rateText(config.learningRate)))].join(' '),
          cell.measure ? MEASURES[cell.measure] : '',
          first?.subject.backbone.name ?? '',
        ]);
      }),
    ),
  );
  return csv([csvRow(head), ...lines]);
}

/** Cross validation, group by group: a line for each fold and each way of taking the mean; shares in [0, 1]. */
export function foldsCsv(runs: readonly SweepRun[]): string {
  const head = [
    'title',
    'seed',
    'data set',
    'what',
    'fold',
    'epoch',
    'top-1',
    'mAP',
    'top-1 deviation (n-1)',
    'mAP deviation (n-1)',
    'folds',
  ];
  const lines = foldGroups(runs).flatMap(({ runs: group, done }) => {
    const [first] = group;
    if (!first) return [];
    const about = [
      `${settingTitle(first.config)} · ${rateText(first.config.learningRate)}`,
      first.config.seed,
      first.subject.data.name,
    ];
    const folds = group
      .filter(isDone)
      .map(({ split, result }) =>
        csvRow([
          ...about,
          'fold at its best epoch',
          split.fold,
          result.best?.epoch ?? '',
          result.best?.top1 ?? '',
          result.best?.mAP ?? '',
          '',
          '',
          1,
        ]),
      );
    const { ast, best, last, test } = crossValidate(done);
    const over = (what: string, epoch: number | string, of: { readonly top1: Spread; readonly mAP: Spread } | null) =>
      of
        ? [
            csvRow([
              ...about,
              what,
              'all',
              epoch,
              of.top1.mean,
              of.mAP.mean,
              of.top1.deviation ?? '',
              of.mAP.deviation ?? '',
              of.top1.count,
            ]),
          ]
        : [];
    return [
      ...folds,
      ...over('mean at the epoch best over all folds (AST)', ast?.epoch ?? '', ast),
      ...over('mean at each fold’s best epoch', 'each its own', best),
      ...over('mean after the last epoch', last?.epoch ?? '', last),
      ...over('mean on the test folds', 'best on validation', test),
    ];
  });
  return csv([csvRow(head), ...lines]);
}
