import { epicLogMel } from '../audio/epicLogMel';
import { kaldiFbank } from '../audio/fbank';
import { resample } from '../audio/resample';
import { absoluteError, json, type CheckResult, type Goldens } from './types';

/** Log of float32 epsilon: what Kaldi's filterbank gives for nothing. */
const FLOOR = Math.log(2 ** -23);
/** Samples at either end that a resampler may fill as it likes. */
const EDGE = 64;

interface Index {
  readonly fbank: Record<string, unknown>;
  readonly resample: Record<string, { from: number; to: number }>;
}

async function floats(goldens: Goldens, name: string): Promise<Float32Array> {
  return new Float32Array(await goldens.blob(name).arrayBuffer());
}

/** Kaldi filterbank, resampling and EPIC-SOUNDS log-mel against torchaudio and librosa. */
export async function* audioChecks(goldens: Goldens): AsyncGenerator<CheckResult> {
  const index = await json<Index>(goldens, 'audio/index.json');
  for (const name of Object.keys(index.fbank)) {
    const ours = kaldiFbank(await floats(goldens, `audio/${name}.wave`)).data;
    const golden = await floats(goldens, `audio/${name}.fbank`);
    const error = absoluteError(ours, golden, (i) => (golden[i] ?? 0) > FLOOR + 1);
    yield { name: `filterbank ${name}`, error, bound: 2e-3, note: 'largest, where the golden is above its floor + 1' };
    const mean = golden.reduce((sum, value, i) => sum + Math.abs(value - (ours[i] ?? NaN)), 0) / golden.length;
    yield { name: `filterbank ${name}`, error: mean, bound: 1e-4, note: 'mean' };
  }
  for (const [name, { from, to }] of Object.entries(index.resample)) {
    const ours = resample(await floats(goldens, `audio/${name}.in`), from, to);
    const golden = await floats(goldens, `audio/${name}.out`);
    const inside = (i: number) => i >= EDGE && i < golden.length - EDGE;
    yield {
      name: `resampling ${from} to ${to} Hz`,
      error: absoluteError(ours, golden, inside),
      bound: 2e-3,
      note: 'away from the edges',
    };
  }
  if (goldens.has('audio/epic_24k.wave')) {
    const ours = epicLogMel(await floats(goldens, 'audio/epic_24k.wave')).data;
    const golden = await floats(goldens, 'audio/epic_24k.logmel');
    yield { name: 'EPIC-SOUNDS log-mel', error: absoluteError(ours, golden), bound: 2e-3, note: 'largest' };
  }
}
