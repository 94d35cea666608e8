import type { Preparation } from '../training/preparation';
import type { Sound, SoundReader, SoundSource } from '../training/sounds';
import type { Asked, ClipFetcher } from './clipFetcher';
import { bytesOf, type ClipStore } from './clipStore';
import type { StoredClip } from './protocol';

/** How far a reader fetches ahead of what is read. */
export interface Ahead {
  /** The most clips pulled ahead, held ones included: two of the largest published batches. */
  readonly clips: number;
  /** The most bytes on their way or waiting to be read, by the mean size of those that have come. */
  readonly bytes: number;
  /** So many may be on their way whatever their size. */
  readonly least: number;
}

const AHEAD: Ahead = { clips: 256, bytes: 128 * 2 ** 20, least: 2 };
/** What a clip is taken for until the first has come: ten seconds with waveform and features are a little over 1 MB. */
const GUESSED_BYTES = 4 * 2 ** 20;

/** A fetched clip, shared where it comes again before it was read. */
interface Coming {
  /** Null for the moment between noting it and asking. */
  asked: Asked | null;
  readers: number;
}

/**
 * Sounds from the store where they are held, and from the page where not: those are asked for ahead of their turn, within
 * bounds, so that they are fetched while steps run. A fetched clip is let go when it was read.
 */
export function createClipSource(
  store: ClipStore,
  fetcher: ClipFetcher,
  preparation: Preparation,
  ahead: Ahead = AHEAD,
): SoundSource {
  /** Of the fetched clips that have come. */
  let mean = GUESSED_BYTES;
  let come = 0;
  const weighed = (clip: StoredClip): StoredClip => {
    come++;
    mean += (bytesOf(clip) - mean) / come;
    return clip;
  };
  const read = (ids: Iterable<string>): SoundReader => {
    const rest = ids[Symbol.iterator]();
    const queue: { readonly id: string; readonly held: StoredClip | null }[] = [];
    /** What was asked for and not read yet. */
    const coming = new Map<string, Coming>();
    let ended = false;
    let giveUp: () => void = () => undefined;

    const hasRoom = () =>
      queue.length < (store.isWhole ? 1 : ahead.clips) &&
      (coming.size < ahead.least || (coming.size + 1) * mean <= ahead.bytes);

    /** Pulls ids as far as there is room, and asks for those that are not held, all at once. */
    const pull = () => {
      const missing: string[] = [];
      while (!ended && hasRoom()) {
        const { value: id, done } = rest.next();
        if (done === true) {
          ended = true;
          break;
        }
        const held = store.get(id) ?? null;
        queue.push({ id, held });
        if (held) continue;
        const shared = coming.get(id);
        if (shared) shared.readers++;
        else {
          coming.set(id, { asked: null, readers: 1 });
          missing.push(id);
        }
      }
      for (const [id, { request, answer }] of fetcher.want(missing, preparation)) {
        const mine = coming.get(id);
        if (!mine) continue;
        mine.asked = { request, answer: answer.then(weighed) };
        // It may fail before its turn to be read, or never be read at all.
        mine.asked.answer.catch(() => undefined);
      }
    };

    /** A clip that was asked for, or null where the reader is closed first. */
    const awaited = (id: string): Promise<StoredClip | null> => {
      const mine = coming.get(id);
      if (mine && --mine.readers === 0) coming.delete(id);
      return new Promise((resolve, reject) => {
        giveUp = () => resolve(null);
        mine?.asked?.answer.then(resolve, reject);
      });
    };

    return {
      async next(): Promise<Sound | null> {
        pull();
        const first = queue.shift();
        if (!first) return null;
        const sound = first.held ?? awaited(first.id);
        pull();
        return sound;
      },
      close() {
        ended = true;
        queue.length = 0;
        fetcher.drop([...coming.values()].flatMap(({ asked }) => (asked ? [asked.request] : [])));
        giveUp();
      },
    };
  };
  return { read };
}
