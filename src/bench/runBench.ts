import type { BackendName } from '../ops/backend';
import type { ConfigurationName } from './configurations';
import type { KernelTime } from './kernelTimes';
import type { Connection, ContestantName, ForwardMeasure, RunMeasure, StepMeasure } from './protocol';

/** What is measured: all contestants in one run, taking turns, so that only their ratios need a quiet machine. */
export interface BenchPlan {
  readonly contestants: readonly ContestantName[];
  readonly backend: BackendName;
  readonly configuration: ConfigurationName;
  /** Counted steps of each; one more before them compiles. */
  readonly steps: number;
  readonly modelUrl: string;
}

/** Everything that was measured of one contestant. The first pass of each kind compiles, and is there too. */
export interface Measured {
  readonly device: string;
  readonly forwards: readonly ForwardMeasure[];
  /** Empty where the contestant does not train. */
  readonly steps: readonly StepMeasure[];
  /** Steps as a run makes them; null where the contestant knows no runs, or takes too long. */
  readonly run: RunMeasure | null;
  /** Null where the device tells no times. */
  readonly kernels: readonly KernelTime[] | null;
}

export interface BenchProgress {
  readonly contestant: ContestantName;
  readonly doing: 'start' | 'forward' | 'step' | 'run' | 'kernels';
  readonly done: number;
  readonly total: number;
}

/** Counted forward passes: fewer than steps, for a run of hundreds of steps is about what grows. */
const MOST_FORWARDS = 5;

/** Steps of a run: two read-backs' worth. Left out where they would take longer than this. */
const RUN_STEPS = 16;
const LONGEST_RUN_MS = 60_000;

type Turns = { -readonly [K in keyof Measured]: Measured[K] extends readonly (infer T)[] ? T[] : Measured[K] };

/**
 * Starts every contestant, then takes turns: forward passes of the weights at the start, training steps, a short run, and one
 * step more for the kernels' times. Stops at once, ending all contestants, when `signal` aborts.
 * @param connect a new worker or process  @throws Error of the contestant that failed, or the signal's reason
 */
export async function runBench(
  plan: BenchPlan,
  connect: (name: ContestantName) => Connection,
  tell: (progress: BenchProgress) => void = () => {},
  signal?: AbortSignal,
): Promise<ReadonlyMap<ContestantName, Measured>> {
  const { contestants, steps } = plan;
  const forwards = Math.min(steps, MOST_FORWARDS);
  const total = contestants.length * (1 + forwards + 1 + steps + 1 + 1 + 1);
  let done = 0;
  const connections = contestants.map((name) => [name, connect(name)] as const);
  const stopped = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  stopped.catch(() => {});
  const took = new Map<ContestantName, Turns>();
  const eachInTurn = async (
    doing: BenchProgress['doing'],
    ask: (connection: Connection, name: ContestantName) => Promise<void>,
  ) => {
    for (const [name, connection] of connections) {
      signal?.throwIfAborted();
      tell({ contestant: name, doing, done, total });
      try {
        await Promise.race([ask(connection, name), stopped]);
      } catch (error) {
        if (signal?.aborted) throw error;
        throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      }
      done++;
    }
  };
  const of = (name: ContestantName): Turns => {
    const turns = took.get(name);
    if (!turns) throw new Error(`${name} was not started.`);
    return turns;
  };
  const trains = new Set<ContestantName>();
  try {
    await eachInTurn('start', async (connection, name) => {
      const { device, steps: knowsSteps } = await connection.ask('start', { ...plan, contestant: name });
      took.set(name, { device, forwards: [], steps: [], run: null, kernels: null });
      if (knowsSteps) trains.add(name);
    });
    for (let i = 0; i <= forwards; i++) {
      await eachInTurn('forward', async (connection, name) => {
        of(name).forwards.push(await connection.ask('forward', null));
      });
    }
    for (let i = 0; i <= steps; i++) {
      await eachInTurn('step', async (connection, name) => {
        if (trains.has(name)) of(name).steps.push(await connection.ask('step', null));
      });
    }
    await eachInTurn('run', async (connection, name) => {
      if (!trains.has(name)) return;
      const fastest = Math.min(...of(name).steps.map(({ ms }) => ms));
      if (RUN_STEPS * fastest > LONGEST_RUN_MS) return;
      of(name).run = await connection.ask('run', { steps: RUN_STEPS });
    });
    await eachInTurn('kernels', async (connection, name) => {
      of(name).kernels = await connection.ask('kernels', null);
    });
  } finally {
    for (const [, connection] of connections) connection.end();
  }
  return took;
}
