import type { StoredClip } from './protocol';

/** The clips that the engine holds, up to a budget of bytes. */
export interface ClipStore {
  /**
   * Takes clips in the order they come and keeps each where it fits; the others are forgotten but for their ids. A clip
   * that is put again takes its own place only. Nothing is ever dropped for another's sake, so that what is held stays
   * the same over a run, and a pass over all clips fetches each of the others once.
   * @returns the ids of those that were not kept
   */
  put(clips: readonly StoredClip[]): readonly string[];
  /** The clip where it is held. */
  get(id: string): StoredClip | undefined;
  /** Whether the clip was prepared once, held or not. */
  knows(id: string): boolean;
  clear(): void;
  /** Whether every clip that is known is held. */
  readonly isWhole: boolean;
  readonly bytes: number;
  readonly budget: number;
}

export function createClipStore(budget: number): ClipStore {
  const held = new Map<string, StoredClip>();
  const known = new Set<string>();
  let bytes = 0;
  const drop = (id: string) => {
    const old = held.get(id);
    if (old) bytes -= bytesOf(old);
    held.delete(id);
  };
  return {
    put(clips) {
      const refused: string[] = [];
      for (const clip of clips) {
        drop(clip.id);
        known.add(clip.id);
        const size = bytesOf(clip);
        if (bytes + size > budget) {
          refused.push(clip.id);
          continue;
        }
        held.set(clip.id, clip);
        bytes += size;
      }
      return refused;
    },
    get: (id) => held.get(id),
    knows: (id) => known.has(id),
    clear() {
      held.clear();
      known.clear();
      bytes = 0;
    },
    get isWhole() {
      return held.size === known.size;
    },
    get bytes() {
      return bytes;
    },
    budget,
  };
}

/** What a clip's arrays take up. */
export function bytesOf({ features, wave }: StoredClip): number {
  return features.data.byteLength + (wave?.byteLength ?? 0);
}

const GIB = 2 ** 30;
const MOST_BYTES = 1.5 * GIB;
/** Of the device's memory; browsers round it and say no more than 8 GiB (and some say nothing). */
const SHARE = 1 / 4;
const UNKNOWN_GIB = 4;

/**
 * How many bytes of clips to hold: a quarter of the device's memory, at most 1.5 GiB; 1 GiB where the browser does not say
 * how much it has. The tab's tensors, the page's copies in flight and the decoders need the rest.
 * @param deviceMemory navigator.deviceMemory, in GiB
 */
export function clipBudget(deviceMemory: number | undefined): number {
  return Math.min(MOST_BYTES, (deviceMemory ?? UNKNOWN_GIB) * GIB * SHARE);
}
