import { warning, type Problem } from '../core/problem';
import { peakOf } from '../audio/channels';

/** One recorded clip, in memory alone. */
export interface Take {
  readonly id: number;
  readonly label: string;
  /** Mono, in [-1, 1]. */
  readonly samples: Float32Array;
  readonly sampleRate: number;
  /** What is to be said against it. */
  readonly warnings: readonly Problem[];
}

/** A take is loud enough from here on: -50 dB of full scale. */
const QUIET_PEAK = 10 ** (-50 / 20);
/** Samples at full scale: more than a few in a take are no chance. */
const CLIPPED_FROM = 0.999;
const CLIPPED_SAMPLES = 4;
const SHORTEST_SECONDS = 0.1;

export function secondsOf({ samples, sampleRate }: Pick<Take, 'samples' | 'sampleRate'>): number {
  return samples.length / sampleRate;
}

/** Silent, clipped, or over at once: said of a take before it is used. */
export function checkTake(name: string, samples: Float32Array, sampleRate: number): readonly Problem[] {
  const out: Problem[] = [];
  let clipped = 0;
  for (let i = 0; i < samples.length; i++) if (Math.abs(samples[i] as number) >= CLIPPED_FROM) clipped++;
  if (samples.length < SHORTEST_SECONDS * sampleRate)
    out.push(warning('take.short', name, 'is over at once.', 'Hold the button while it sounds.'));
  if (peakOf(samples) < QUIET_PEAK)
    out.push(warning('take.silent', name, 'is silent, or nearly.', 'Check the microphone, or come nearer.'));
  if (clipped > CLIPPED_SAMPLES)
    out.push(warning('take.clipped', name, 'is too loud: its peaks are cut off.', 'Go further away, or turn it down.'));
  return out;
}

/** What a take's file is called: the class and a number, in letters that every file system takes. */
export function takeName({ label, id }: Pick<Take, 'label' | 'id'>): string {
  return `${folderName(label)}_${String(id).padStart(3, '0')}.wav`;
}

/** A class as the name of a folder. */
export function folderName(label: string): string {
  const plain = label
    .normalize('NFC')
    .replace(/[\\/:*?"<>|\p{Cc}]+/gu, '-')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  return plain === '' ? 'class' : plain;
}
