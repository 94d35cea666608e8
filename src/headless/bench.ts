import { connectWorker } from '../bench/connectWorker';
import type { ConfigurationName } from '../bench/configurations';
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
