import { describe, expect, it } from 'vitest';
import { runRecord } from '../../../tests/numeric/runRecords';
import type { RunConfig } from '../../training/config';
import { keptRun } from '../../runs/stored';
import { differenceColumns, RUN_COLUMNS, sortedRuns } from './runColumns';
import { runTone } from './runTone';

const run = (id: string, top1: readonly number[], config: Partial<RunConfig> = {}) =>
  keptRun({ record: runRecord({ id, name: id }, config, top1), adapter: null }, 0);

const column = (id: string) => {
  const found = RUN_COLUMNS.find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
};

describe('the columns of runs', () => {
  const a = run('a', [0.5]);
  const b = run('b', [0.625], { method: 'linear-probe' });

  it('write what a run is and what came of it', () => {
    const texts = Object.fromEntries(RUN_COLUMNS.map(({ id, cell }) => [id, cell(a, null).text]));
    expect(texts).toMatchObject({
      data: 'demo',
      method: 'Look-Aside Adapters',
      adapters: 'Attn(T) FFN(F), r 4',
      trained: '1,234',
      top1: '50.0 %',
      mAP: '25.0 %',
      loss: '1',
      epochs: '1',
      seconds: '12.5 s',
    });
    expect(column('adapters').cell(b, null).text).toBe('–');
  });

  it('give the difference from the baseline, but not of the baseline itself', () => {
    expect(column('top1').cell(b, a).delta).toBe('+12.5 points');
    expect(column('top1').cell(a, b).delta).toBe('−12.5 points');
    expect(column('loss').cell(b, a).delta).toBe('±0');
    expect(column('top1').cell(a, a).delta).toBeNull();
    expect(column('epochs').cell(b, a).delta).toBeNull();
  });

  it('sort numbers as numbers, and what is none last', () => {
    const none = { ...run('none', [0.1]), report: null, best: null, epochs: [] };
    const runs = [run('low', [0.09]), none, run('high', [0.5]), run('middle', [0.1])];
    const ids = (direction: 'ascending' | 'descending') =>
      sortedRuns(runs, column('top1'), direction).map(({ id }) => id);
    expect(ids('ascending')).toEqual(['low', 'middle', 'high', 'none']);
    expect(ids('descending')).toEqual(['high', 'middle', 'low', 'none']);
  });

  it('are the differing settings alone where only these are wanted', () => {
    const columns = differenceColumns([a, b, run('c', [0.5], { seed: 3 })]);
    expect(columns.map(({ title }) => title)).toEqual(['method', 'seed', 'Top-1', 'mAP']);
    expect(columns[1]?.cell(a, null).text).toBe('1');
    expect(differenceColumns([a]).map(({ title }) => title)).toEqual(['Top-1', 'mAP']);
  });
});

describe('runTone', () => {
  it('gives 32 runs a look of their own', () => {
    const looks = Array.from({ length: 32 }, (_, i) => JSON.stringify(runTone(i)));
    expect(new Set(looks).size).toBe(32);
  });
});
