import { describe, expect, it } from 'vitest';
import { done, planned, queued, sampleResult } from '../../tests/numeric/sweepRuns';
import { problemOf } from '../../tests/numeric/appEvents';
import { readStored, storedRun } from './stored';
import type { SweepRun } from './types';

const waiting = queued(planned({ seed: 2 }), undefined, 2);
const finished = done(planned({}, {}, [1e-4, 2e-4]), sampleResult([0.2, Number.NaN], { top5: 0.9 }));
const failed: SweepRun = { ...queued(planned({ seed: 3 }), undefined, 3), state: 'failed', problem: problemOf('x') };

describe('readStored', () => {
  it('gives back what was kept, through a structured clone, in the order of the queue', () => {
    const records = structuredClone([waiting, failed, finished].map(storedRun));
    expect(readStored(records)).toEqual({ runs: [finished, waiting, failed], problem: null });
  });

  it('lets a run wait again that was under way when the page went', () => {
    const [run] = readStored([storedRun({ ...waiting, state: 'running' })]).runs;
    expect(run?.state).toBe('waiting');
  });

  it('leaves a broken record out and keeps the others', () => {
    const broken = [null, 7, 'x', {}, { ...storedRun(waiting), config: { epochs: 'many' } }];
    const { runs, problem } = readStored([...broken, storedRun(finished)]);
    expect(runs).toEqual([finished]);
    expect(problem).toMatchObject({ code: 'sweep.corrupt', severity: 'warning' });
    expect(problem?.cause).toContain('5 runs');
  });

  it('leaves what a newer page kept alone', () => {
    const { runs, problem } = readStored([{ ...storedRun(waiting), formatVersion: 2 }]);
    expect(runs).toEqual([]);
    expect(problem?.code).toBe('sweep.newer');
  });

  it('names a run anew from its settings', () => {
    expect(readStored([{ ...storedRun(waiting), id: 'another' }]).runs[0]?.id).toBe(waiting.id);
  });
});
