import { describe, expect, it } from 'vitest';
import { runRecord } from '../../tests/numeric/runRecords';
import { differencesOf, outcomeOf, seedGroups } from './compare';
import { paperLevels, paperRowOf } from './paperLevels';

const TIME = { attn: { kernel: 'time', bottleneck: 4 }, ffn: null } as const;
const BOTH = { attn: { kernel: 'time', bottleneck: 4 }, ffn: { kernel: 'frequency', bottleneck: 4 } } as const;

describe('differencesOf', () => {
  it('names the settings that are not the same, and nothing else', () => {
    const runs = [
      runRecord({}, { adapters: BOTH, seed: 1 }),
      runRecord({ id: 'b' }, { adapters: TIME, seed: 2 }),
      runRecord({ id: 'c', name: 'another name', notes: 'and notes' }, { adapters: BOTH, seed: 1 }),
    ];
    expect(differencesOf(runs)).toEqual([
      { key: 'adapters.ffn.kernel', values: ['frequency', '', 'frequency'] },
      { key: 'adapters.ffn.bottleneck', values: [4, '', 4] },
      { key: 'seed', values: [1, 2, 1] },
    ]);
    expect(differencesOf(runs.slice(0, 1))).toEqual([]);
  });

  it('tells data sets, splits and backbones of one name apart', () => {
    const one = runRecord();
    const two = runRecord({
      data: { ...one.data, fingerprint: 'e'.repeat(16), split: { ...one.data.split, fold: 2 } },
      backbone: { ...one.backbone, sha256: 'f'.repeat(64) },
    });
    expect(differencesOf([one, two]).map(({ key }) => key)).toEqual([
      'data.fingerprint',
      'split.fold',
      'backbone.sha256',
    ]);
  });
});

describe('outcomeOf', () => {
  it('is of the test part, else of validation at the best epoch, also of a run that failed after one', () => {
    const run = runRecord({}, {}, [0.5, 0.75, 0.6]);
    expect(outcomeOf(run)).toMatchObject({ top1: 0.75, part: 'validation' });
    const test = { loss: 0.1, top1: 0.9, top5: 1, mAP: 0.95, averagePrecision: [] };
    const tested = { ...run, report: run.report && { ...run.report, test } };
    expect(outcomeOf(tested)).toEqual({ loss: 0.1, top1: 0.9, mAP: 0.95, part: 'test' });
    expect(outcomeOf({ ...run, report: null })).toMatchObject({ top1: 0.75, part: 'validation' });
    expect(outcomeOf({ ...run, report: null, best: null, epochs: [] })).toBeNull();
  });
});

describe('seedGroups', () => {
  it('takes runs together that differ in seeds alone', () => {
    const runs = [
      runRecord({ id: 'a' }, { seed: 1 }, [0.5]),
      runRecord({ id: 'b' }, { seed: 1, adapters: TIME }, [0.1]),
      runRecord({ id: 'c' }, { seed: 2, microBatch: 4 }, [0.7]),
    ];
    const groups = seedGroups(runs);
    expect(groups.map((group) => group.runs.map(({ id }) => id))).toEqual([['a', 'c'], ['b']]);
    expect(groups[0]?.top1).toEqual({ mean: 0.6, deviation: expect.closeTo(Math.SQRT1_2 / 5, 12) as number, count: 2 });
    expect(groups[1]?.top1?.deviation).toBeNull();
    expect(groups[0]?.seeds).toEqual([1, 2]);
  });
});

describe("the paper's numbers", () => {
  it('are there for its data sets alone, as shares', () => {
    expect(paperLevels('folders')).toEqual([]);
    const levels = paperLevels('esc50');
    expect(levels.find(({ id }) => id === 'Ours - Attn(T) FFN(F), 10%')).toMatchObject({ top1: 0.883, mAP: null });
    expect(paperLevels('epic-sounds').find(({ id }) => id === 'Linear Probe')).toMatchObject({
      top1: 0.3895,
      mAP: 0.136,
    });
  });
  it('stand beside the runs that train the same', () => {
    const row = (config: Parameters<typeof runRecord>[1]) => paperRowOf(runRecord({}, config));
    expect(row({ adapters: BOTH })).toBe('Ours - Attn(T) FFN(F), 10%');
    expect(row({ adapters: TIME })).toBe('Ours - Attn(T)');
    expect(row({ method: 'linear-probe' })).toBe('Linear Probe');
    expect(row({ method: 'lora' })).toBeNull();
  });
});
