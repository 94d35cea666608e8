import type { FrontEndName } from '../audio/types';
import type { Problem } from '../core/problem';
import { captureProblem } from '../microphone/captureProblem';
import { listDevices, openCapture, watchDevices, type Capture } from '../microphone/capture';
import { createRolling, type Rolling } from '../microphone/rolling';
import type { Purpose } from '../microphone/state';
import type { AppStore } from '../store/store';

/** What the microphone is turned on for. */
export interface Use {
  readonly purpose: Purpose;
  readonly frontEnd: FrontEndName;
  /** Frames to keep of what was heard. */
  readonly frames: number;
  /** Told of each block once its frames are there. */
  readonly onBlock: (samples: Float32Array, sampleRate: number) => void;
  /** Told when it is off again, for whatever reason. */
  readonly onOff: (problem: Problem | null) => void;
}

export interface Microphone {
  /** Asks for it. What it was on for before is over. Resolves when it is on, or has been refused. */
  turnOn(use: Use): Promise<void>;
  turnOff(): void;
  /** Another device; where it is on, it goes on with that. */
  choose(deviceId: string | null): Promise<void>;
  /** What it hears, while it is on. */
  rolling(): Rolling | null;
}

/** The one microphone of the page: on for one thing at a time, and off as soon as that is over. */
export function createMicrophone(store: AppStore, open: typeof openCapture = openCapture): Microphone {
  let capture: Capture | null = null;
  let use: Use | null = null;
  let rolling: ReturnType<typeof createRolling> | null = null;
  /** Counts requests: the answer to one that was given up turns nothing on. */
  let request = 0;
  let watching = false;

  const refreshDevices = async () => store.dispatch({ type: 'microphone.devices', devices: await listDevices() });

  const off = (problem: Problem | null) => {
    request++;
    capture?.stop();
    const ended = use;
    capture = null;
    use = null;
    rolling = null;
    if (store.getState().microphone.status === 'off' && problem === null) return;
    store.dispatch({ type: 'microphone.off', problem });
    ended?.onOff(problem);
  };

  const turnOn: Microphone['turnOn'] = async (wanted) => {
    off(null);
    const mine = request;
    store.dispatch({ type: 'microphone.asking', purpose: wanted.purpose });
    use = wanted;
    const onBlock = (samples: Float32Array) => {
      if (mine !== request || !capture) return;
      rolling ??= createRolling(capture.sampleRate, wanted.frontEnd, wanted.frames);
      rolling.push(samples);
      wanted.onBlock(samples, capture.sampleRate);
    };
    const { deviceId } = store.getState().microphone;
    try {
      const opened = await open({ deviceId, onBlock, onLost: (problem) => mine === request && off(problem) });
      if (mine !== request) return opened.stop();
      capture = opened;
      store.dispatch({ type: 'microphone.on', deviceId: opened.deviceId });
    } catch (error) {
      if (mine !== request) return;
      const problem = captureProblem(error);
      // A device that is gone is not asked for again.
      if (problem.code === 'microphone.gone') store.dispatch({ type: 'microphone.chosen', deviceId: null });
      off(problem);
    }
    if (!watching) {
      watching = true;
      watchDevices(() => void refreshDevices());
    }
    await refreshDevices();
  };

  return {
    turnOn,
    turnOff: () => off(null),
    async choose(deviceId) {
      store.dispatch({ type: 'microphone.chosen', deviceId });
      if (use) await turnOn(use);
    },
    rolling: () => rolling,
  };
}
