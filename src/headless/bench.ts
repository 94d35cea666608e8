import { connectWorker } from '../bench/connectWorker';
import type { ConfigurationName } from '../bench/configurations';
import type { Connection, RunMeasure, StepMeasure } from '../bench/protocol';
import { reportText } from '../bench/reportText';
import { runBench } from '../bench/runBench';
import { summarise, type BenchReport } from '../bench/summary';
import type { BackendName } from '../ops/backend';

/** Ours against the plain composition on one backend of this browser. `notes` go into the text. */
export async function benchHere(
  backend: BackendName,
  configuration: ConfigurationName,
  steps: number,
  notes: readonly string[],
): Promise<{ report: BenchReport; text: string }> {
  const modelUrl = new URL('models/vit-nano/', document.baseURI).href;
  const plan = { contestants: ['ours', 'plain'], backend, configuration, steps, modelUrl } as const;
  const measured = await runBench(plan, connectWorker, ({ contestant, doing, done, total }) => {
    console.info(`${done} of ${total}: ${contestant}, ${doing}`);
  });
  const report = summarise(plan, measured);
  return { report, text: reportText(report, notes) };
}

/** So many steps of ours alone, as they come: for counting what they send to the device. */
export function stepsHere(
  backend: BackendName,
  configuration: ConfigurationName,
  count: number,
): Promise<readonly StepMeasure[]> {
  return withOurs(backend, configuration, async (connection) => {
    const steps: StepMeasure[] = [];
    while (steps.length < count) steps.push(await connection.ask('step', null));
    return steps;
  });
}

/** A run of so many steps of ours, as the page makes them. */
export function runHere(
  backend: BackendName,
  configuration: ConfigurationName,
  steps: number,
): Promise<RunMeasure | null> {
  return withOurs(backend, configuration, (connection) => connection.ask('run', { steps }));
}

async function withOurs<T>(
  backend: BackendName,
  configuration: ConfigurationName,
  of: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = connectWorker();
  const modelUrl = new URL('models/vit-nano/', document.baseURI).href;
  try {
    await connection.ask('start', { contestant: 'ours', backend, configuration, modelUrl });
    return await of(connection);
  } finally {
    connection.end();
  }
}
