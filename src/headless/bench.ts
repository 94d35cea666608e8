import type { BackendName } from '../ops/backend';
import type { FromBench, StepMeasure, ToBench } from './benchProtocol';

/** Ours, and the plain composition of tfjs' own kernels. */
export type Contestant = 'ours' | 'plain';

export interface BenchResult {
  readonly backend: BackendName;
  readonly model: 'nano';
  readonly steps: number;
  readonly contestants: Readonly<Record<Contestant, readonly StepMeasure[]>>;
}

/**
 * Same weights, same batch, same run: both contestants in workers of their own, one step of each in turn, after one step of
 * each that is not counted (it compiles).
 */
export async function runBench(backend: BackendName, steps: number): Promise<BenchResult> {
  const ours = await startContestant(backend, false);
  const plain = await startContestant(backend, true);
  const measures: Record<Contestant, StepMeasure[]> = { ours: [], plain: [] };
  try {
    for (let i = 0; i <= steps; i++) {
      for (const [name, contestant] of [
        ['ours', ours],
        ['plain', plain],
      ] as const) {
        measures[name].push(await contestant.step());
      }
    }
  } finally {
    ours.end();
    plain.end();
  }
  return { backend, model: 'nano', steps, contestants: measures };
}

async function startContestant(backend: BackendName, plain: boolean) {
  const worker = new Worker(new URL('./bench.worker.ts', import.meta.url), { type: 'module', name: 'bench' });
  const ask = (message: ToBench) =>
    new Promise<FromBench>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<FromBench>) =>
        data.kind === 'error' ? reject(new Error(data.message)) : resolve(data);
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage(message);
    });
  await ask({ kind: 'start', backend, plain, modelUrl: new URL('models/vit-nano/', document.baseURI).href });
  return {
    async step(): Promise<StepMeasure> {
      const answer = await ask({ kind: 'step' });
      if (answer.kind !== 'step') throw new Error('The contestant did not step.');
      return answer.measure;
    },
    end: () => worker.terminate(),
  };
}
