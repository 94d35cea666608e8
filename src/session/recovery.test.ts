import { describe, expect, it } from 'vitest';
import type { Problem } from '../core/problem';
import type { EngineLoss } from '../worker/engineLoss';
import { createRecovery } from './recovery';

const problemOf = (code: EngineLoss | 'training.no-clips'): Problem => ({
  code,
  subject: 'The graphics device',
  cause: 'was lost: gone.',
  cure: 'Press Restart.',
  severity: 'error',
});
const RUN = { microBatch: 8, keptStep: 12 };

describe('a run whose engine was lost', () => {
  it('promise 40: goes on from where it was kept, or from its beginning', () => {
    const { after } = createRecovery();
    const kept = after(problemOf('gpu.lost'), RUN);
    expect(kept).toMatchObject({ kind: 'go-on', mostAtOnce: null, note: { severity: 'warning' } });
    expect(kept?.kind === 'go-on' && kept.note.cure).toBe('The run goes on from step 12.');
    const unkept = after(problemOf('gpu.lost'), { ...RUN, keptStep: null });
    expect(unkept?.kind === 'go-on' && unkept.note.cure).toContain('from its beginning');
  });

  it('promise 41: stops with advice at the third loss within ten minutes, and not at three within a longer time', () => {
    let minutes = 0;
    const { after } = createRecovery(() => 60_000 * minutes);
    const lose = (at: number) => {
      minutes = at;
      return after(problemOf('gpu.lost'), RUN);
    };
    expect([0, 6, 12, 18].map((at) => lose(at)?.kind)).toEqual(['go-on', 'go-on', 'go-on', 'go-on']);
    const last = lose(19);
    expect(last).toMatchObject({ kind: 'halt', problem: { code: 'gpu.lost', severity: 'error' } });
    expect(last?.kind === 'halt' && last.problem.cause).toContain('3 times within 10 minutes');
    expect(last?.kind === 'halt' && last.problem.cure).toContain('WebAssembly');
    // Whoever resumes it then begins anew.
    expect(lose(20)?.kind).toBe('go-on');
  });

  it('takes half as many clips at once where memory ran out, down to one', () => {
    const { after } = createRecovery();
    const halves = [8, 3, 2, 1, null].map((microBatch) => after(problemOf('gpu.memory'), { ...RUN, microBatch }));
    expect(halves.map((one) => (one?.kind === 'go-on' ? one.mostAtOnce : one?.kind))).toEqual([
      4,
      1,
      1,
      'halt',
      'halt',
    ]);
  });

  it('is halted and offered after an error or a hang, and left alone where the engine is well', () => {
    const { after } = createRecovery();
    for (const code of ['gpu.error', 'engine.died', 'engine.hung'] as const)
      expect(after(problemOf(code), RUN)).toMatchObject({ kind: 'halt', problem: { code } });
    expect(after(problemOf('training.no-clips'), RUN)).toBeNull();
  });
});
