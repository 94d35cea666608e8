import { describe, expect, it } from 'vitest';
import { LOST } from './captureProblem';
import { NO_MICROPHONE, reduceMicrophone, type MicrophoneEvent, type MicrophoneState } from './state';

const take = (id: number) => ({ id, label: 'dog', samples: new Float32Array(8), sampleRate: 8000, warnings: [] });
const after = (...events: readonly MicrophoneEvent[]): MicrophoneState =>
  events.reduce(reduceMicrophone, NO_MICROPHONE);
const ON: readonly MicrophoneEvent[] = [
  { type: 'microphone.asking', purpose: 'record' },
  { type: 'microphone.on', deviceId: 'a' },
];

describe('the microphone’s state', () => {
  it('keeps every take when the microphone is lost in the middle of the next', () => {
    const state = after(
      ...ON,
      { type: 'recorder.recording', total: null },
      { type: 'recorder.took', take: take(1) },
      { type: 'recorder.recording', total: 3 },
      { type: 'microphone.off', problem: LOST },
    );
    expect(state).toMatchObject({ status: 'off', purpose: null, problem: LOST });
    expect(state.recorder).toMatchObject({ status: 'idle', series: null, takes: [{ id: 1 }] });
  });

  it('counts the clips of a series', () => {
    const series = [
      ...ON,
      { type: 'recorder.counting', countdown: 3, total: 2 },
      { type: 'recorder.recording', total: 2 },
    ] as const;
    expect(after(...series, { type: 'recorder.took', take: take(1) }).recorder.series).toEqual({ done: 1, total: 2 });
    expect(after(...series, { type: 'recorder.idle' }).recorder).toMatchObject({ status: 'idle', series: null });
  });

  it('forgets a problem when it is asked for again, and drops takes by their ids', () => {
    expect(after({ type: 'microphone.off', problem: LOST }, ...ON).problem).toBeNull();
    const takes = [1, 2, 3].map((id): MicrophoneEvent => ({ type: 'recorder.took', take: take(id) }));
    expect(after(...takes, { type: 'recorder.dropped', ids: [1, 3] }).recorder.takes).toMatchObject([{ id: 2 }]);
  });
});
