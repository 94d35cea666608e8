import { describe, expect, it } from 'vitest';
import { advance, finish, SILENT, smoothed, type HeardSound, type TriggerOptions } from './trigger';

const OPTIONS: TriggerOptions = { threshold: 0.6, release: 0.4, holdSeconds: 1 };

/** Scores of one class, one every half second from 0 on. */
function run(scores: readonly number[], options = OPTIONS) {
  const ended: HeardSound[] = [];
  let state = SILENT;
  scores.forEach((score, i) => {
    const step = advance(state, i / 2, [score], options);
    state = step.state;
    ended.push(...step.ended);
  });
  return { state, ended };
}

describe('the trigger', () => {
  it('begins at the threshold and not below it', () => {
    expect(run([0.59]).state).toEqual([null]);
    expect(run([0.6]).state).toEqual([{ start: 0, last: 0, peak: 0.6 }]);
  });

  it('goes on between release and threshold', () => {
    expect(run([0.7, 0.41, 0.4, 0.5]).state).toEqual([{ start: 0, last: 1.5, peak: 0.7 }]);
  });

  it('outlasts a dip shorter than the hold time', () => {
    const { state, ended } = run([0.9, 0.1, 0.5]);
    expect(ended).toEqual([]);
    expect(state).toEqual([{ start: 0, last: 1, peak: 0.9 }]);
  });

  it('ends once it was low for the hold time, with the time that it was last heard', () => {
    const { state, ended } = run([0, 0.9, 0.5, 0.3, 0.39, 0.6]);
    expect(ended).toEqual([{ classIndex: 0, start: 0.5, end: 1, peak: 0.9 }]);
    expect(state).toEqual([{ start: 2.5, last: 2.5, peak: 0.6 }]);
  });

  it('never releases above the threshold, however it is set', () => {
    expect(run([0.6, 0.6, 0.6], { ...OPTIONS, release: 0.9, holdSeconds: 0 }).ended).toEqual([]);
  });

  it('keeps classes apart', () => {
    const first = advance(SILENT, 0, [0.9, 0], OPTIONS);
    const second = advance(first.state, 1, [0, 0.9], { ...OPTIONS, holdSeconds: 0.5 });
    expect(second.ended).toEqual([{ classIndex: 0, start: 0, end: 0, peak: 0.9 }]);
    expect(finish(second.state)).toEqual([{ classIndex: 1, start: 1, end: 1, peak: 0.9 }]);
  });
});

describe('smoothed', () => {
  it('starts with the scores themselves', () => expect(smoothed(null, [0.2, 0.8], 1, 1)).toEqual([0.2, 0.8]));
  it('follows at once without smoothing', () => expect(smoothed([0], [1], 0.1, 0)).toEqual([1]));
  it('has gone 63 % of a step after tau, in one go or in many', () => {
    const at = (steps: number) => {
      let y: readonly number[] = [0];
      for (let i = 0; i < steps; i++) y = smoothed(y, [1], 1 / steps, 1);
      return y[0];
    };
    expect(at(1)).toBeCloseTo(1 - Math.exp(-1), 12);
    expect(at(10)).toBeCloseTo(1 - Math.exp(-1), 12);
  });
});
