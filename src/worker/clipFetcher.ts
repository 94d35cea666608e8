import { ProblemError } from '../core/problem';
import type { Preparation } from '../training/preparation';
import type { ClipsWanted, FetchedClip, StoredClip } from './protocol';

/** Asks the page for clips that the engine does not hold. */
export interface ClipFetcher {
  /** @returns by id, a promise of each clip, which rejects with a ProblemError where it cannot be had */
  want(ids: readonly string[], preparation: Preparation): ReadonlyMap<string, Promise<StoredClip>>;
  /** Takes what the page answers; an answer that nobody waits for is passed over. */
  take(fetched: readonly FetchedClip[]): void;
}

interface Waiting {
  resolve(clip: StoredClip): void;
  reject(error: ProblemError): void;
}

export function createClipFetcher(emit: (event: ClipsWanted) => void): ClipFetcher {
  const waiting = new Map<number, Waiting>();
  let nextRequest = 1;
  return {
    want(ids, preparation) {
      const out = new Map<string, Promise<StoredClip>>();
      const clips = ids.map((id) => {
        const request = nextRequest++;
        const answer = new Promise<StoredClip>((resolve, reject) => waiting.set(request, { resolve, reject }));
        // A reader that is closed leaves answers that nobody awaits.
        answer.catch(() => undefined);
        out.set(id, answer);
        return { request, id };
      });
      if (clips.length > 0) emit({ type: 'clips.wanted', clips, preparation });
      return out;
    },
    take(fetched) {
      for (const one of fetched) {
        const asked = waiting.get(one.request);
        waiting.delete(one.request);
        if ('clip' in one) asked?.resolve(one.clip);
        else asked?.reject(new ProblemError(one.problem));
      }
    },
  };
}
