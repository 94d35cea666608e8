import type { AppStore } from '../store/store';
import type { AudioPool } from '../worker/audioPool';
import type { Kept, KeptClip } from '../worker/keptFeatures';
import { createFeatureIndex, featureBudget, type FeatureIndex, type FeatureRow } from './featureIndex';
import { browserFeatureStorage, type FeatureStorage } from './featureStorage';

/** Features on disk: a sound that was prepared once is not decoded again. */
export interface FeatureCache {
  /** The same workers, reading kept features and keeping new ones. */
  through(pool: AudioPool): AudioPool;
  /** Removes all that is kept. */
  clear(): Promise<void>;
}

/** What was wanted is noted on disk once in this many milliseconds. */
const SAVE_MS = 500;

/** Where the browser keeps nothing (a private window, a full disk), everything goes on without. */
export function createFeatureCache(
  store: AppStore,
  storage: FeatureStorage = browserFeatureStorage(),
  now: () => number = Date.now,
): FeatureCache {
  const since = now();
  let budget = 0;
  let reused = 0;
  let wanted = new Map<string, FeatureRow>();
  let gone = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  const show = (index: FeatureIndex | null) =>
    store.dispatch({
      type: 'features.kept',
      features: index && { bytes: index.bytes, clips: index.count, budget, reused },
    });

  const open = async (): Promise<FeatureIndex | null> => {
    try {
      budget = featureBudget(await storage.quota());
      const index = createFeatureIndex(budget, await storage.rows(), since);
      show(index);
      return index;
    } catch {
      return null;
    }
  };
  let opening = open();

  const save = (index: FeatureIndex) => {
    timer = null;
    const rows = [...wanted.values()];
    const removed = [...gone];
    wanted = new Map();
    gone = new Set();
    show(index);
    // Rows that are not noted leave files that the next visit removes.
    storage.save(rows, removed).catch(() => undefined);
  };

  const note = (index: FeatureIndex, { key, bytes, wasThere }: Kept) => {
    if (wasThere) reused++;
    const row = { key, bytes, used: now() };
    wanted.set(key, row);
    gone.delete(key);
    for (const one of index.touch(row)) {
      wanted.delete(one);
      gone.add(one);
    }
    timer ??= setTimeout(() => save(index), SAVE_MS);
  };

  return {
    through: (pool) => ({
      size: pool.size,
      async run(name, source, input, signal) {
        if (name !== 'prepare') return pool.run(name, source, input, signal);
        const index = await opening;
        const features = index ? (index.hasRoom ? 'keep' : 'read') : 'none';
        const output = await pool.run(name, source, { ...input, features }, signal);
        const { kept } = output as KeptClip;
        if (index && kept && index === (await opening)) note(index, kept);
        return output;
      },
    }),
    async clear() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      wanted = new Map();
      gone = new Set();
      reused = 0;
      await storage.clear();
      opening = open();
      await opening;
    },
  };
}
