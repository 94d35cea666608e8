import { problemOf } from '../core/problem';
import type { BackendName } from '../ops/backend';
import { runBench } from './bench';
import { runExperiment } from './experiment';
import { runParity } from './parity';
import type { ParityTarget } from './parityProtocol';

/** Files of one of the page's inputs. */
function filesOf(id: string): File[] {
  const input = document.getElementById(id);
  return input instanceof HTMLInputElement ? [...(input.files ?? [])] : [];
}

async function base64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

/** What the runners call from outside, through the browser's protocol. */
const runners = {
  async experiment(config: unknown) {
    const files = { data: filesOf('data'), backbone: filesOf('backbone') };
    try {
      const { result, adapter } = await runExperiment(config, files, (line) => console.info(line));
      return { ok: true as const, result, adapter: await base64(adapter) };
    } catch (error) {
      return { ok: false as const, problem: problemOf(error, 'The experiment') };
    }
  },

  bench: (backend: BackendName, steps: number) => runBench(backend, steps),

  /** One line of JSON on the console for every answer. */
  async parity(target: ParityTarget) {
    await runParity(target, filesOf('data'), (message) => console.info(JSON.stringify(message, infinite)));
  },
};

/** JSON has no infinity: a failed comparison's error goes as text. */
function infinite(_: string, value: unknown): unknown {
  return value === Infinity ? 'Infinity' : value;
}

export type HeadlessRunners = typeof runners;

Object.assign(window, { loaa: runners });
