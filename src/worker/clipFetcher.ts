import { ProblemError } from '../core/problem';
import type { Preparation } from '../training/preparation';
import type { ClipsEvent, FetchedClip, StoredClip } from './protocol';

/** One clip that was asked for. */
export interface Asked {
  readonly request: number;
  /** Rejects with a ProblemError where the clip cannot be had; stays open where it was dropped. */
  readonly answer: Promise<StoredClip>;
}

/** Asks the page for clips that the engine does not hold. */
export interface ClipFetcher {
  /** @returns what was asked for, by id */
  want(ids: readonly string[], preparation: Preparation): ReadonlyMap<string, Asked>;
  /** Says that these need not come any more. */
  drop(requests: readonly number[]): void;
  /** Takes what the page answers; an answer that nobody waits for is passed over. */
  take(fetched: readonly FetchedClip[]): void;
}

interface Waiting {
  resolve(clip: StoredClip): void;
  reject(error: ProblemError): void;
}

export function createClipFetcher(emit: (event: ClipsEvent) => void): ClipFetcher {
  const waiting = new Map<number, Waiting>();
  let nextRequest = 1;
  return {
    want(ids, preparation) {
      const out = new Map<string, Asked>();
      const clips = ids.map((id) => {
        const request = nextRequest++;
        const answer = new Promise<StoredClip>((resolve, reject) => waiting.set(request, { resolve, reject }));
        // A reader that is closed leaves answers that nobody awaits.
        answer.catch(() => undefined);
        out.set(id, { request, answer });
        return { request, id };
      });
      if (clips.length > 0) emit({ type: 'clips.wanted', clips, preparation });
      return out;
    },
    drop(requests) {
      const open = requests.filter((request) => waiting.delete(request));
      if (open.length > 0) emit({ type: 'clips.unwanted', requests: open });
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
