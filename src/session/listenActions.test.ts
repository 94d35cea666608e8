import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ADAPTER_CONFIG } from '../../tests/numeric/adapterConfig';
import type { openCapture } from '../microphone/capture';
import { createAppStore } from '../store/store';
import type { EngineClient } from '../worker/engineClient';
import { createListenActions } from './listenActions';
import { createMicrophone } from './microphone';

const RATE = 16_000;
/** Blocks of a tenth of a second: ten frames. */
const BLOCK = 1600;

beforeEach(() => {
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }));
});
afterEach(() => vi.unstubAllGlobals());

/** Listening with a microphone and an engine that do as the test says. */
async function listening() {
  const store = createAppStore();
  store.dispatch({ type: 'adapter.changed', origin: 'imported', config: ADAPTER_CONFIG });
  let onBlock: (samples: Float32Array) => void = () => undefined;
  const open: typeof openCapture = async (options) => {
    onBlock = options.onBlock;
    return { sampleRate: RATE, deviceId: null, stop: () => undefined };
  };
  const waiting: { resolve(scores: readonly number[]): void; reject(error: unknown): void }[] = [];
  const client: EngineClient = {
    call: () =>
      new Promise((resolve, reject) => {
        const answer = (scores: readonly number[]) =>
          resolve({ labels: ['dog', 'cat'], scores: Float32Array.from(scores) } as never);
        waiting.push({ resolve: answer, reject });
      }),
    terminate: () => undefined,
  };
  const microphone = createMicrophone(store, open);
  const context = { store, engine: () => client, pool: { size: 1, run: () => Promise.reject(new Error('not used')) } };
  const actions = createListenActions(context, microphone);
  actions.setListening({ hopSeconds: 0.2, smoothSeconds: 0, threshold: 0.6, holdSeconds: 0.3 });
  await actions.startListening();
  const hear = (blocks: number) => {
    for (let i = 0; i < blocks; i++) onBlock(new Float32Array(BLOCK).fill(0.1));
  };
  const answer = async (scores: readonly number[]) => {
    waiting.at(-1)?.resolve(scores);
    await vi.waitFor(() => expect(live().scores?.[0]).toBeCloseTo(scores[0] ?? NaN, 6));
    // The turn after the answer is free for the next.
    await Promise.resolve();
  };
  const live = () => store.getState().live;
  return { store, actions, hear, answer, live, waiting };
}

describe('listening', () => {
  it('has one window with the engine at a time, however long that takes', async () => {
    const { hear, answer, waiting, live } = await listening();
    hear(4);
    expect(waiting).toHaveLength(0);
    hear(30);
    expect(waiting).toHaveLength(1);
    await answer([0.1, 0.9]);
    hear(1);
    expect(waiting).toHaveLength(2);
    await answer([0.2, 0.8]);
    expect(live()).toMatchObject({ status: 'listening', labels: ['dog', 'cat'] });
    expect(live().pace?.perSecond).toBeGreaterThan(0);
  });

  it('waits for a hop between windows', async () => {
    const { hear, answer, waiting } = await listening();
    hear(8);
    await answer([0.1, 0.9]);
    const before = waiting.length;
    hear(1);
    expect(waiting).toHaveLength(before + 1);
    await answer([0.3, 0.7]);
    hear(1);
    expect(waiting).toHaveLength(before + 1);
    hear(1);
    expect(waiting).toHaveLength(before + 2);
  });

  it('works nothing out while the tab is hidden, and says so', async () => {
    const { hear, waiting, live } = await listening();
    Object.assign(document, { hidden: true });
    document.dispatchEvent(new Event('visibilitychange'));
    hear(20);
    expect([waiting.length, live().status]).toEqual([0, 'paused']);
    Object.assign(document, { hidden: false });
    document.dispatchEvent(new Event('visibilitychange'));
    hear(1);
    expect([waiting.length, live().status]).toEqual([1, 'listening']);
  });

  it('logs what was heard when it is over, and what is heard when it stops', async () => {
    const { hear, answer, actions, live } = await listening();
    for (const scores of [
      [0.9, 0],
      [0.1, 0.9],
      [0.05, 0.95],
    ]) {
      hear(10);
      await answer(scores);
    }
    expect(live().log.map(({ label }) => label)).toEqual(['dog']);
    actions.stopListening();
    expect(live().log.map(({ label }) => label)).toEqual(['cat', 'dog']);
    expect(live().status).toBe('off');
  });

  it('stops with the engine’s problem, and the microphone is off', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { store, hear, waiting, live } = await listening();
    hear(20);
    waiting.at(-1)?.reject(new Error('The device was lost'));
    await vi.waitFor(() => expect(live().problem).toMatchObject({ cause: 'The device was lost.' }));
    expect(store.getState().microphone.status).toBe('off');
    vi.restoreAllMocks();
  });

  it('wants a trained model', async () => {
    const { store, actions, live } = await listening();
    actions.stopListening();
    store.dispatch({ type: 'adapter.changed', origin: null, config: null });
    await actions.startListening();
    expect(live()).toMatchObject({ status: 'off', problem: { code: 'try.untrained' } });
  });
});
