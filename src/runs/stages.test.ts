import { describe, expect, it } from 'vitest';
import { NO_STAGES, reduceStages, stageSeconds, type StageName, type StagesEvent } from './stages';

const after = (...events: readonly StagesEvent[]) => events.reduce(reduceStages, NO_STAGES);
const entered = (stage: StageName | null, at: number): StagesEvent => ({ type: 'stages.entered', stage, at });

describe('stages', () => {
  it('add up the stretches of each, the one under way included', () => {
    const stages = after(entered('train', 1), entered('evaluate', 4), entered('train', 5), entered('evaluate', 10));
    expect(stages.current).toEqual({ name: 'evaluate', since: 10 });
    expect(stageSeconds(stages, 'train', 12)).toBe(8);
    expect(stageSeconds(stages, 'evaluate', 12)).toBe(3);
    expect(stageSeconds(stages, 'measure', 12)).toBeNull();
  });

  it('do not count a pause', () => {
    const stages = after(entered('train', 0), entered(null, 2), entered('train', 100), entered(null, 101));
    expect(stageSeconds(stages, 'train', 999)).toBe(3);
  });

  it('keep what was loaded when a new run begins', () => {
    const stages = after(entered('download', 0), entered('decode', 1), entered('train', 3), { type: 'stages.renewed' });
    expect(stages).toEqual({ current: null, seconds: { download: 1, decode: 2 } });
  });
});
