import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { done, planned, queued, sampleResult, SUBJECT } from '../../tests/numeric/sweepRuns';
import { DEFAULT_CONFIG } from '../training/config';
import { secondsLeft } from './estimate';
import { flatten, foldsCsv, runsCsv, runsMarkdown, tableCsv, tableMarkdown } from './exports';
import { PAPER_TABLES } from './paperTables';
import { cellConfig } from './tableRuns';
import { fillTable, seriesOf } from './tables';

const read = (text: string) => Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
const hostile = { ...SUBJECT, data: { ...SUBJECT.data, name: '=cmd|<b>' } };
const runs = [
  done(planned({}, { fold: 1 }), sampleResult([0.25, 0.5], { top5: 0.75 }), hostile),
  done(planned({}, { fold: 2 }), sampleResult([0.75, 0.5]), hostile, 2),
  queued(planned({ seed: 7 }), hostile, 3),
];

describe('runsCsv', () => {
  it('has a line a run with its settings and results', () => {
    const [first, , third] = read(runsCsv(runs));
    expect(first).toMatchObject({
      title: 'Attn(T) FFN(F) r 4 · 2e-3 · seed 1 · fold 1',
      state: 'done',
      'data set': "'=cmd|<b>",
      'config.adapters.attn.kernel': 'time',
      'config.learningRate': '0.002',
      'config.stride': '16 16',
      'config.seed': '1',
      'split.fold': '1',
      trainable: '38410',
      'validation top-1': '0.5',
      'top-5 (test, else validation)': '0.75',
      'best epoch': '2',
      seconds: '10',
      backend: 'wasm',
      version: '0.1.0',
    });
    expect(third).toMatchObject({ state: 'waiting', 'config.seed': '7', 'validation top-1': '' });
  });

  it('is a Markdown table whose cells break out of nothing', () => {
    const lines = runsMarkdown(runs).trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    const bars = (line: string) => line.replaceAll('\\|', '').split('|').length;
    expect(new Set(lines.map(bars)).size).toBe(1);
    expect(lines[2]).toContain('&lt;b&gt;');
  });
});

describe('flatten', () => {
  it('gives every leaf its path', () => {
    expect(flatten({ a: { b: 1, c: null }, d: [1, 2], e: true })).toEqual({ 'a.b': 1, 'a.c': '', d: '1 2', e: 'true' });
  });
});

describe('foldsCsv', () => {
  it('has the folds and each way of taking the mean', () => {
    const rows = read(foldsCsv(runs.slice(0, 2)));
    expect(rows.map((row) => [row.what, row.epoch, row['top-1'], row.folds])).toEqual([
      ['fold at its best epoch', '2', '0.5', '1'],
      ['fold at its best epoch', '1', '0.75', '1'],
      ['mean at the epoch best over all folds (AST)', '1', '0.5', '2'],
      ['mean at each fold’s best epoch', 'each its own', '0.625', '2'],
      ['mean after the last epoch', '2', '0.5', '2'],
    ]);
  });
});

describe('tables', () => {
  const { table2 } = PAPER_TABLES;
  const row = table2.rows[3];
  const setting = row?.cells[0]?.setting;
  const probes = setting
    ? [0.6, 0.7].map((top1, i) =>
        done(
          planned({ ...cellConfig(setting, DEFAULT_CONFIG, SUBJECT.backbone), seed: i + 1 }, { heldOutFold: 'test' }),
          sampleResult([0.9], { test: { top1, mAP: 0.5, loss: 1 } }),
          SUBJECT,
          i,
        ),
      )
    : [];
  const filled = fillTable(table2, seriesOf(probes)[0] ?? null, probes, 'esc50');

  it('are written as csv, a line for each cell and measure', () => {
    const rows = read(tableCsv(table2, filled));
    expect(rows).toHaveLength(18);
    const probe = rows.find((line) => line.row === 'Linear Probe' && line.measure === 'Top-1 (per cent)');
    expect(probe).toMatchObject({ paper: '65.6', runs: '2', setting: 'Linear probe', trainable: '38410' });
    expect(Number(probe?.['ours mean'])).toBeCloseTo(65, 10);
    expect(Number(probe?.['ours deviation'])).toBeCloseTo(7.0710678, 6);
    expect(Number(probe?.difference)).toBeCloseTo(-0.6, 10);
    expect(probe?.measured).toContain('test part');
  });

  it('are written as Markdown in the paper’s shape, the best bold and the second underlined', () => {
    const text = tableMarkdown(table2, filled, 'A note.');
    const line = text.split('\n').find((one) => one.includes('Linear Probe'));
    expect(line).toContain('paper 65.60, ours 65.00 ± 7.07 (n 2), −0.60');
    expect(text).toContain('paper **88.30**');
    expect(text).toContain('paper <u>87.90</u>');
    expect(line).toContain('38.4k (3.2%)');
  });
});

describe('secondsLeft', () => {
  it('is the measured pace of an epoch times the epochs that wait', () => {
    expect(secondsLeft(runs, null)).toBeCloseTo(5 * DEFAULT_CONFIG.epochs, 10);
    expect(secondsLeft(runs, 7)).toBeCloseTo(7 + 5 * DEFAULT_CONFIG.epochs, 10);
    expect(secondsLeft(runs.slice(2), null)).toBeNull();
    expect(secondsLeft([], null)).toBeNull();
  });
});
