import { afterEach, describe, expect, it, vi } from 'vitest';
import { fail, type Problem } from '../core/problem';
import { createAppStore } from '../store/store';
import { INITIAL_STATE, NO_RUN, type RunState } from '../store/state';
import { createJob, guarded, runUnderWay } from './context';

afterEach(() => vi.restoreAllMocks());

describe('guarded', () => {
  const refusedBy = async (work: () => Promise<void>) => {
    const refused: Problem[] = [];
    await guarded('The work', (problem) => refused.push(problem), work);
    return refused;
  };

  it('hands on a problem as it is', async () => {
    expect(await refusedBy(async () => fail('test.kind', 'a.wav', 'is broken.', 'Mend it.'))).toMatchObject([
      { code: 'test.kind', subject: 'a.wav' },
    ]);
  });

  it('makes a problem of any other error, and logs it', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const refused = await refusedBy(async () => {
      throw new TypeError('x is not a function');
    });
    expect(refused).toMatchObject([{ code: 'unexpected', subject: 'The work', cause: 'x is not a function.' }]);
    expect(log).toHaveBeenCalledTimes(1);
  });

  it('says nothing of an abort, or of success', async () => {
    expect(await refusedBy(async () => AbortSignal.abort().throwIfAborted())).toEqual([]);
    expect(await refusedBy(async () => undefined)).toEqual([]);
  });
});

describe('createJob', () => {
  it('ends what is under way when it starts again, or is cancelled', () => {
    const job = createJob();
    const first = job.start();
    const second = job.start();
    expect([first.aborted, second.aborted]).toEqual([true, false]);
    job.cancel();
    expect(second.aborted).toBe(true);
    expect(job.start().aborted).toBe(false);
  });
});

describe('runUnderWay', () => {
  it.each([
    ['idle', false],
    ['starting', true],
    ['running', true],
    ['paused', true],
    ['stopping', true],
    ['finished', false],
    ['stopped', false],
    ['failed', false],
  ] as [RunState['status'], boolean][])('%s: %s', (status, underWay) => {
    expect(runUnderWay(createAppStore({ ...INITIAL_STATE, run: { ...NO_RUN, status } }))).toBe(underWay);
  });
});
