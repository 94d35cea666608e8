import { CONFIGURATIONS } from './configurations';
import { gpuCounts, watchGpu } from './gpuWatch';
import { kernelTimesOf, watchKernels } from './kernelTimes';
import type {
  AnswerMessage,
  CallMessage,
  ContestantName,
  OwnMemory,
  PassMeasure,
  RunMeasure,
  StartRequest,
} from './protocol';
import { workOf, type ReadBundled, type Work } from './work';

/** A library at work. Each pass is sent first and read afterwards, so that read-backs of its own show. */
export interface Running {
  /** The adapter or processor, in words. */
  readonly device: string;
  /** One training step; the answer reads its loss. Null where the library does not train. */
  readonly step: (() => Promise<() => Promise<number>>) | null;
  /** One forward pass; the answer reads its logits [B C]. */
  readonly forward: () => Promise<() => Promise<ArrayLike<number>>>;
  readonly memory: (() => OwnMemory) | null;
  /** A run of so many steps, as the page makes it, where the library has runs. */
  readonly run?: (steps: number) => Promise<RunMeasure>;
}

/** Makes a library ready: its weights on the device, nothing run yet. */
export type StartContestant = (work: Work, request: StartRequest) => Promise<Running>;

/** Answers the calls of `protocol.ts` for one contestant. @param readBundled reads a file of `request.modelUrl` */
export function createContestant(
  starts: Readonly<Partial<Record<ContestantName, StartContestant>>>,
  readBundled: (modelUrl: string) => ReadBundled,
): (message: CallMessage) => Promise<AnswerMessage> {
  let running: Running | null = null;
  const now = (): Running => {
    if (!running) throw new Error('The contestant was not started.');
    return running;
  };
  const step = () => {
    const { step: one } = now();
    if (!one) throw new Error('This contestant does not train.');
    return one();
  };

  const answer = async (message: CallMessage) => {
    if (message.call === 'start') {
      watchGpu();
      watchKernels();
      const { input } = message;
      const start = starts[input.contestant];
      if (!start) throw new Error(`${input.contestant} does not run here.`);
      const work = await workOf(CONFIGURATIONS[input.configuration], readBundled(input.modelUrl));
      running = await start(work, input);
      return { device: running.device, steps: running.step !== null };
    }
    if (message.call === 'step') {
      const { result, measure } = await measured(now(), step);
      return { ...measure, loss: result };
    }
    if (message.call === 'forward') {
      const { result, measure } = await measured(now(), now().forward);
      return { ...measure, logits: Array.from(result) };
    }
    if (message.call === 'run') return (await now().run?.(message.input.steps)) ?? null;
    const pass: () => Promise<() => Promise<unknown>> = now().step ?? now().forward;
    return kernelTimesOf(async () => (await pass())());
  };
  return async (message) => {
    try {
      return { ok: true, output: await answer(message) };
    } catch (error) {
      return { ok: false, message: error instanceof Error ? error.message : String(error) };
    }
  };
}

async function measured<T>(
  running: Running,
  pass: () => Promise<() => Promise<T>>,
): Promise<{ result: T; measure: PassMeasure }> {
  const before = gpuCounts();
  const started = performance.now();
  const read = await pass();
  const { readbacks } = gpuCounts();
  const result = await read();
  const ms = performance.now() - started;
  const after = gpuCounts();
  return {
    result,
    measure: {
      ms,
      dispatches: after.dispatches - before.dispatches,
      submissions: after.submissions - before.submissions,
      buffersCreated: after.buffersCreated - before.buffersCreated,
      readbacks: readbacks - before.readbacks,
      liveBytes: after.liveBytes,
      peakBytes: after.peakBytes,
      own: running.memory?.() ?? null,
    },
  };
}
