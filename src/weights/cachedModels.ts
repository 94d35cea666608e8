import * as v from 'valibot';
import type { HubTarget } from './hubRequest';
import type { ModelCache } from './modelCache';
import { sha256Of, sha256OfText } from './sha256';

const Record = v.object({
  endpoint: v.string(),
  repo: v.string(),
  /** The commit. */
  revision: v.string(),
  weightsName: v.string(),
  config: v.unknown(),
  sha256: v.string(),
  bytes: v.number(),
  weightsKey: v.string(),
});

/** A model in the cache. */
export type CachedModel = Readonly<v.InferOutput<typeof Record>>;

/** What a model of the hub comes as. */
export interface HubModelFiles {
  readonly weights: Blob;
  readonly weightsName: string;
  /** The parsed config.json, or null where the model has none. */
  readonly config: unknown;
  /** The commit that the revision stands for: what a bundle must pin. */
  readonly revision: string;
  /** SHA-256 of the weight file, verified. */
  readonly sha256: string;
  /** Whether nothing was downloaded. */
  readonly fromCache: boolean;
}

/** Key of a model's record: one for each revision by which it was asked for, and one for the commit itself. */
async function recordKey({ endpoint, repo, revision }: HubTarget): Promise<string> {
  return `model-${await sha256OfText([endpoint, repo, revision].join('\n'))}`;
}

/** Key of a weight file at a commit. */
export async function weightsKey({ endpoint, repo }: HubTarget, commit: string, file: string): Promise<string> {
  return `file-${await sha256OfText([endpoint, repo, commit, file].join('\n'))}`;
}

/**
 * The model that this revision stood for when it was stored, its weights checked against their SHA-256 again; null where
 * there is none, or where it is damaged (it is removed then).
 */
export async function findCached(
  cache: ModelCache,
  target: HubTarget,
  signal?: AbortSignal,
): Promise<HubModelFiles | null> {
  const record = await readRecord(cache, await recordKey(target));
  if (record === null) return null;
  const weights = await cache.get(record.weightsKey);
  if (weights === null) return null;
  if ((await sha256Of(weights, undefined, signal)) !== record.sha256) {
    await cache.remove(record.weightsKey);
    return null;
  }
  const { weightsName, config, revision, sha256 } = record;
  return { weights, weightsName, config: config ?? null, revision, sha256, fromCache: true };
}

/** Remembers a model under the revision asked for and under its commit. */
export async function saveCached(cache: ModelCache, target: HubTarget, model: CachedModel): Promise<void> {
  const content = new Blob([JSON.stringify(model)]);
  await cache.put(await recordKey(target), content);
  await cache.put(await recordKey({ ...target, revision: model.revision }), content);
}

/** The models in the cache, each commit once, sorted by name. */
export async function listCachedModels(cache: ModelCache): Promise<readonly CachedModel[]> {
  const found = new Map<string, CachedModel>();
  for (const { key } of await cache.list()) {
    const record = key.startsWith('model-') ? await readRecord(cache, key) : null;
    if (record !== null) found.set(record.weightsKey, record);
  }
  return [...found.values()].sort((a, b) => (a.repo < b.repo ? -1 : 1));
}

/** Removes a model's weights and everything that points to them. */
export async function removeCachedModel(cache: ModelCache, model: CachedModel): Promise<void> {
  for (const { key } of await cache.list()) {
    const record = key.startsWith('model-') ? await readRecord(cache, key) : null;
    if (record?.weightsKey === model.weightsKey) await cache.remove(key);
  }
  await cache.remove(model.weightsKey);
}

async function readRecord(cache: ModelCache, key: string): Promise<CachedModel | null> {
  const content = await cache.get(key);
  if (content === null) return null;
  try {
    const parsed = v.safeParse(Record, JSON.parse(await content.text()));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
