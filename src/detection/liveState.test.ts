import { describe, expect, it } from 'vitest';
import { NO_LIVE, reduceLive, type LiveEvent, type LiveState, type LogEntry } from './liveState';

const entry = (id: number): LogEntry => ({ id, label: 'dog', at: 1000 * id, seconds: 1, peak: 0.9 });
const scored = (...ended: LogEntry[]): LiveEvent => ({
  type: 'live.scored',
  labels: ['dog'],
  scores: [0.7],
  heard: [{ start: 0, last: 1, peak: 0.7 }],
  ended,
  pace: { latency: 20, perSecond: 4 },
});
const after = (...events: readonly LiveEvent[]): LiveState => events.reduce(reduceLive, NO_LIVE);
const STARTED: LiveEvent = { type: 'live.started' };

describe('what is heard live', () => {
  it('shows scores and logs what ended, newest first', () => {
    const state = after(STARTED, scored(entry(1), entry(2)), scored(entry(3)));
    expect(state).toMatchObject({ status: 'listening', scores: [0.7], pace: { perSecond: 4 } });
    expect(state.log.map(({ id }) => id)).toEqual([3, 2, 1]);
  });

  it('ends with nothing heard, and the log kept, also over the next start', () => {
    const state = after(STARTED, scored(entry(1)), { type: 'live.stopped', ended: [entry(2)], problem: null }, STARTED);
    expect(state).toMatchObject({ status: 'listening', scores: null, heard: [] });
    expect(state.log.map(({ id }) => id)).toEqual([2, 1]);
    expect(reduceLive(state, { type: 'live.log-cleared' }).log).toEqual([]);
  });

  it('takes no scores and no pause after it was stopped', () => {
    const off = after(STARTED, { type: 'live.stopped', ended: [], problem: null });
    expect(reduceLive(off, scored(entry(1)))).toBe(off);
    expect(reduceLive(off, { type: 'live.paused', isPaused: true })).toBe(off);
    expect(after(STARTED, { type: 'live.paused', isPaused: true }).status).toBe('paused');
  });

  it('keeps its settings', () => {
    const state = after({ type: 'live.options', patch: { threshold: 0.9 } }, STARTED);
    expect(state.options).toEqual({ ...NO_LIVE.options, threshold: 0.9 });
  });
});
