import type { Features } from '../audio/types';
import { breather } from '../files/breathe';
import type { RunControl } from './control';

/** A clip's sound as it was prepared. */
export interface Sound {
  readonly features: Features;
  /** Mono waveform at the front end's rate where the run mixes or cuts waveforms, else null. */
  readonly wave: Float32Array | null;
}

/** A clip of a run. Its labels are at hand; its sound may have to be fetched. */
export interface RunClip {
  readonly id: string;
  /** Class indices, ascending. */
  readonly labels: readonly number[];
}

/** Gives sounds one after the other, and fetches those ahead meanwhile. */
export interface SoundReader {
  /**
   * The next sound; null after the last.
   * @throws ProblemError naming the clip where it cannot be had any more
   */
  next(): Promise<Sound | null>;
  /** Ends it: nothing more is fetched, and whoever waits for the next sound is answered that there is none. */
  close(): void;
}

/** Where a run's sounds come from. */
export interface SoundSource {
  /** Opens a reader of these clips in this order. The ids are pulled a bounded way ahead of what is read. */
  read(ids: Iterable<string>): SoundReader;
}

/** Messages get a turn once in so many milliseconds while sounds are read. */
const TURN_MS = 50;

/**
 * The sounds of clips in their order, until the last, or until the run is stopped. A run that is paused is held between two
 * sounds where `settle` is given, which is run before that is said (see `RunControl.gate`).
 */
export async function* readSounds(
  source: SoundSource,
  ids: Iterable<string>,
  control: RunControl,
  settle?: () => Promise<void>,
): AsyncGenerator<Sound, void> {
  const reader = source.read(ids);
  const breathe = breather(undefined, TURN_MS);
  void control.stopped.then(() => reader.close());
  try {
    while (!control.stopping) {
      if (settle) await control.hold(settle);
      const sound = await reader.next();
      if (!sound) return;
      yield sound;
      await breathe();
    }
  } finally {
    reader.close();
  }
}
