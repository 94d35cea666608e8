import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProblemError, type Problem } from '../core/problem';
import type { Capture, openCapture } from '../microphone/capture';
import { LOST } from '../microphone/captureProblem';
import { createAppStore } from '../store/store';
import { memoryTakeStorage } from '../../tests/numeric/memoryTakeStorage';
import { waitingTakes } from '../microphone/state';
import { DATASET } from '../../tests/numeric/appEvents';
import { createMicrophone, type Use } from './microphone';
import { createRecorderActions } from './recorderActions';

// No devices to list: what is tested is what becomes of the one that is asked for.
beforeEach(() => vi.stubGlobal('navigator', {}));
afterEach(() => vi.unstubAllGlobals());

const RATE = 8000;
const BASE = DATASET;

/** A device that is allowed, refused and unplugged by the test. */
function device() {
  const asked: {
    readonly options: Parameters<typeof openCapture>[0];
    resolve(): void;
    reject(error: unknown): void;
  }[] = [];
  let stopped = 0;
  const open: typeof openCapture = (options) =>
    new Promise<Capture>((resolve, reject) => {
      const capture = { sampleRate: RATE, deviceId: 'a', stop: () => stopped++ };
      asked.push({ options, resolve: () => resolve(capture), reject });
    });
  const last = () => {
    const one = asked.at(-1);
    if (!one) throw new Error('Nobody asked for the microphone.');
    return one;
  };
  return {
    open,
    last,
    stopped: () => stopped,
    hear: (samples: number, value = 0.5) => last().options.onBlock(new Float32Array(samples).fill(value)),
  };
}

function setUp() {
  const store = createAppStore();
  const hardware = device();
  const microphone = createMicrophone(store, hardware.open);
  const state = () => store.getState().microphone;
  return { store, microphone, state, ...hardware };
}

const use = (patch: Partial<Use> = {}): Use => ({
  purpose: 'listen',
  frontEnd: 'ast',
  frames: 64,
  onBlock: () => undefined,
  onOff: () => undefined,
  ...patch,
});

describe('the microphone', () => {
  it('is on once it is allowed, and its sound arrives until it is off', async () => {
    const { microphone, state, last, hear, stopped } = setUp();
    const heard: number[] = [];
    const on = microphone.turnOn(use({ onBlock: (samples, rate) => heard.push(samples.length, rate) }));
    expect(state()).toMatchObject({ status: 'asking', purpose: 'listen' });
    last().resolve();
    await on;
    expect(state()).toMatchObject({ status: 'on', deviceId: 'a' });
    hear(100);
    expect(microphone.rolling()?.level).toBe(0.5);
    microphone.turnOff();
    hear(100);
    expect(heard).toEqual([100, RATE]);
    expect([state().status, stopped(), microphone.rolling()]).toEqual(['off', 1, null]);
  });

  it('that is allowed after it was given up is turned off at once', async () => {
    const { microphone, state, last, stopped } = setUp();
    const on = microphone.turnOn(use());
    microphone.turnOff();
    last().resolve();
    await on;
    expect([state().status, stopped()]).toEqual(['off', 1]);
  });

  it('that is refused says why, and so does one that is lost, to whoever used it', async () => {
    const { microphone, state, last } = setUp();
    const refused = microphone.turnOn(use());
    last().reject(new DOMException('Permission denied', 'NotAllowedError'));
    await refused;
    expect(state()).toMatchObject({ status: 'off', problem: { code: 'microphone.denied' } });

    const ends: (Problem | null)[] = [];
    const on = microphone.turnOn(use({ onOff: (problem) => ends.push(problem) }));
    expect(state().problem).toBeNull();
    last().resolve();
    await on;
    last().options.onLost(LOST);
    expect(state()).toMatchObject({ status: 'off', problem: LOST });
    expect(ends).toEqual([LOST]);
  });

  it('asks for the chosen device, goes on with another one, and forgets one that is gone', async () => {
    const { microphone, state, last, stopped } = setUp();
    const on = microphone.turnOn(use());
    last().resolve();
    await on;
    const other = microphone.choose('b');
    expect([last().options.deviceId, stopped()]).toEqual(['b', 1]);
    last().reject(new ProblemError({ ...LOST, code: 'microphone.gone' }));
    await other;
    expect(state()).toMatchObject({ status: 'off', deviceId: null });
  });
});

describe('the recorder', () => {
  async function recording(memory = memoryTakeStorage()) {
    const all = setUp();
    const added: [string, number][] = [];
    const addClips = async (files: readonly File[], label: string | readonly string[]) => {
      if (label === 'refused') return;
      added.push([String(label), files.length]);
      const { history, base, clips } = all.store.getState().edits;
      const next = { type: 'edits.based', base, history: { ...history }, clips } as const;
      all.store.dispatch({ ...next, base: BASE });
    };
    const recorder = createRecorderActions(all.store, all.microphone, addClips, memory.storage);
    const on = recorder.openRecorder();
    all.last().resolve();
    await on;
    const waiting = () => waitingTakes(all.state().recorder);
    return { ...all, recorder, added, waiting, takes: () => all.state().recorder.takes };
  }

  it('makes a take of what came between start and end, and of nothing else', async () => {
    const { recorder, hear, takes } = await recording();
    hear(1000, 0.1);
    recorder.startTake(' dog ');
    hear(1000, 0.5);
    hear(1000, 0.25);
    recorder.endTake();
    hear(1000, 0.1);
    recorder.endTake();
    expect(takes()).toMatchObject([{ label: 'dog', sampleRate: RATE, warnings: [] }]);
    const [take] = takes();
    expect([take?.samples.length, take?.samples[0], take?.samples[1999]]).toEqual([2000, 0.5, 0.25]);
  });

  it('makes clips of exactly the wanted length in a row, after the countdown, however the blocks fall', async () => {
    vi.useFakeTimers();
    try {
      const { recorder, hear, takes, state } = await recording();
      recorder.recordSeries('dog', { clips: 3, seconds: 0.5 });
      hear(9000);
      expect(state().recorder).toMatchObject({ status: 'counting', countdown: 3 });
      vi.advanceTimersByTime(2999);
      expect(takes()).toEqual([]);
      vi.advanceTimersByTime(1);
      for (const value of [1, 2, 3, 4, 5]) hear(3000, value / 10);
      expect(takes().map(({ samples }) => samples.length)).toEqual([4000, 4000, 4000]);
      const second = takes()[1]?.samples;
      expect([second?.[0], second?.[1999], second?.[2000]].map((x) => x?.toFixed(1))).toEqual(['0.2', '0.2', '0.3']);
      expect(state().recorder).toMatchObject({ status: 'idle', series: null });
    } finally {
      vi.useRealTimers();
    }
  });

  it('ends a series early with the clips that are whole', async () => {
    vi.useFakeTimers();
    try {
      const { recorder, hear, takes, state } = await recording();
      recorder.recordSeries('dog', { clips: 9, seconds: 0.5 });
      vi.advanceTimersByTime(3000);
      hear(5000);
      recorder.endTake();
      hear(5000);
      expect(takes()).toHaveLength(1);
      expect(state().recorder.status).toBe('idle');
    } finally {
      vi.useRealTimers();
    }
  });

  it('keeps takes that the data refuses, and those made before the microphone was lost', async () => {
    const { recorder, hear, takes, waiting, added, last, state } = await recording();
    for (const label of ['dog', 'refused', 'dog']) {
      recorder.startTake(label);
      hear(2000);
      recorder.endTake();
    }
    last().options.onLost(LOST);
    expect(takes()).toHaveLength(3);
    await recorder.addTakes();
    expect(added).toEqual([['dog', 2]]);
    expect(waiting().map(({ label }) => label)).toEqual(['refused']);
    expect(state().recorder.isAdding).toBe(false);
  });

  it('keeps what was heard of a take when the microphone is unplugged in the middle of it', async () => {
    const { recorder, hear, takes, last, state } = await recording();
    recorder.startTake('dog');
    hear(3000);
    last().options.onLost(LOST);
    expect(takes().map(({ samples }) => samples.length)).toEqual([3000]);
    expect(state()).toMatchObject({ status: 'off', problem: LOST, recorder: { status: 'idle' } });
  });

  it('brings back what an earlier visit recorded, added to its data or not, until it is deleted', async () => {
    const memory = memoryTakeStorage();
    const first = await recording(memory);
    for (const label of ['dog', 'cat']) {
      first.recorder.startTake(label);
      first.hear(2000, label === 'dog' ? 0.25 : 0.5);
      first.recorder.endTake();
    }
    await first.recorder.addTakes();
    expect(first.waiting()).toEqual([]);

    const second = await recording(memory);
    await Promise.all([second.recorder.restoreTakes(), second.recorder.restoreTakes()]);
    expect(second.waiting().map(({ label, samples }) => [label, samples[0]])).toEqual([
      ['dog', 0.25],
      ['cat', 0.5],
    ]);
    second.recorder.dropTakes([second.takes()[0]?.id ?? 0]);

    const third = await recording(memory);
    await third.recorder.restoreTakes();
    expect(third.takes().map(({ label }) => label)).toEqual(['cat']);
  });

  it('says so where the browser has no room, and still has the take', async () => {
    const memory = memoryTakeStorage();
    memory.fill();
    const { recorder, hear, takes, state } = await recording(memory);
    recorder.startTake('dog');
    hear(2000);
    recorder.endTake();
    await expect.poll(() => state().recorder.problem?.code).toBe('takes.unkept');
    expect(takes()).toHaveLength(1);
  });
});
