import { describe, expect, it } from 'vitest';
import { NO_TIMELINE, reduceTimeline, type TimelineEvent, type TimelineState } from './state';

const RECORDING = {
  name: 'dawn.wav',
  seconds: 60,
  estimated: false,
  frontEnd: 'ast',
  windowSeconds: 1,
  hopSeconds: 0.25,
} as const;
const scored = (labels: readonly string[], time: number) => ({
  type: 'timeline.scored' as const,
  labels,
  times: [time],
  rows: [Float32Array.from(labels, () => time)],
  secondsRead: time + 1,
  secondsLeft: 9,
  columns: Uint8Array.of(1, 2),
  bands: 2,
  columnsPerSecond: 10,
  warnings: [],
});
const after = (...events: readonly TimelineEvent[]): TimelineState => events.reduce(reduceTimeline, NO_TIMELINE);
const OPENED: TimelineEvent = { type: 'timeline.opened', recording: RECORDING };

describe('the timeline’s state', () => {
  it('grows with what is scored', () => {
    const state = after(OPENED, scored(['a', 'b'], 1), scored(['a', 'b'], 2));
    expect(state).toMatchObject({
      status: 'reading',
      labels: ['a', 'b'],
      times: [1, 2],
      secondsRead: 3,
      secondsLeft: 9,
    });
    expect(state.rows).toHaveLength(2);
    expect(state.overview).toMatchObject({ count: 2, bands: 2, secondsPerColumn: 0.1 });
    expect(state.rule.thresholds).toEqual([0.5, 0.5]);
  });

  it('gathers what was found wrong with the recording, and drops it for the next', () => {
    const cut = { code: 'audio.truncated', subject: 's', cause: 'c', cure: 'd', severity: 'warning' } as const;
    const state = after(OPENED, { ...scored(['a'], 1), warnings: [cut] }, scored(['a'], 2));
    expect(state.warnings).toEqual([cut]);
    expect(reduceTimeline(state, OPENED).warnings).toEqual([]);
  });

  it('keeps what there is when it is stopped or fails', () => {
    const problem = { code: 'x', subject: 's', cause: 'c', cure: 'd', severity: 'error' } as const;
    const reading = [OPENED, scored(['a'], 1)] as const;
    expect(after(...reading, { type: 'timeline.ended', status: 'stopped' })).toMatchObject({
      status: 'stopped',
      times: [1],
      secondsLeft: null,
    });
    expect(after(...reading, { type: 'timeline.failed', problem })).toMatchObject({
      status: 'failed',
      times: [1],
      problem,
    });
  });

  it('keeps thresholds for the next recording of the same classes, and for no other', () => {
    const first = [
      OPENED,
      scored(['a', 'b'], 1),
      { type: 'timeline.rule', patch: { thresholds: [0.9, null] } },
    ] as const;
    expect(after(...first, OPENED, scored(['a', 'b'], 1)).rule.thresholds).toEqual([0.9, null]);
    expect(after(...first, OPENED).times).toEqual([]);
    expect(after(...first, OPENED, scored(['a', 'c'], 1)).rule.thresholds).toEqual([0.5, 0.5]);
  });

  it('keeps the old timeline while another file is chosen from or fails to open', () => {
    const state = after(
      OPENED,
      scored(['a'], 1),
      { type: 'timeline.ended', status: 'done' },
      { type: 'timeline.opening' },
    );
    expect(state).toMatchObject({ status: 'opening', times: [1], recording: RECORDING });
  });
});
