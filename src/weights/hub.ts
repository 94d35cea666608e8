import { isAbort, ProblemError } from '../core/problem';
import type { OnProgress } from '../core/progress';
import { findCached, saveCached, weightsKey, type CachedModel, type HubModelFiles } from './cachedModels';
import { downloadToCache } from './hubDownload';
import { chooseWeights, getJson, isCommit, listHubModel, resolveUrl } from './hubListing';
import { failHub, PATIENT, type HubTarget, type RetryPolicy } from './hubRequest';
import type { ModelCache } from './modelCache';

/** Which model to get, from where and into which cache. */
export interface FetchHubModelOptions {
  /** The hub's address, without a slash at its end. */
  readonly endpoint: string;
  /** owner/name. */
  readonly repo: string;
  /** A branch, a tag or a commit; `main` by default. */
  readonly revision?: string;
  readonly cache: ModelCache;
  readonly retry?: RetryPolicy;
  readonly signal?: AbortSignal;
  /** Bytes of the weight file. */
  readonly onProgress?: OnProgress;
}

/** Failures of the hub after which a model in the cache serves as well. */
const PASSING = new Set(['weights.hub.offline', 'weights.hub.server', 'weights.hub.busy']);
const NAME = /^(?!.*\.\.)[\w.-]+(\/[\w.-]+)?$/;

/**
 * Gets a model's weights and config.json from the cache or the hub. The revision is turned into a commit first and
 * everything is fetched at that commit. A commit in the cache is not asked for again; a branch is, and where the hub cannot
 * be reached, the commit that the branch stood for last time is used.
 * Errors: `weights.hub.*` (one message for each, hubRequest.ts), `weights.cache.*`; aborts.
 */
export async function fetchHubModel(options: FetchHubModelOptions): Promise<HubModelFiles> {
  const { repo, cache, signal, onProgress, retry = PATIENT } = options;
  const target: HubTarget = {
    endpoint: options.endpoint.replace(/\/+$/, ''),
    repo: repo.trim(),
    revision: options.revision ?? 'main',
  };
  if (!NAME.test(target.repo)) failHub('name', target);
  signal?.throwIfAborted();

  if (isCommit(target.revision)) {
    const cached = await findCached(cache, target, signal);
    if (cached !== null) return cached;
  }
  const listing = await listHubModel(target, retry, signal).catch(async (error: unknown) => {
    if (isAbort(error) || !(error instanceof ProblemError) || !PASSING.has(error.problem.code)) throw error;
    const cached = await findCached(cache, target, signal);
    if (cached !== null) return cached;
    if (error.problem.code === 'weights.hub.offline') failHub('uncached', target);
    throw error;
  });
  if ('weights' in listing) return listing;

  const { commit } = listing;
  const pinned = await findCached(cache, { ...target, revision: commit }, signal);
  if (pinned !== null) {
    await saveCached(cache, target, recordOf(target, pinned, await weightsKey(target, commit, pinned.weightsName)));
    return pinned;
  }
  const file = chooseWeights(target, listing);
  const hasConfig = listing.files.some(({ name }) => name === 'config.json');
  const config = hasConfig
    ? await getJson(target, resolveUrl(target, commit, 'config.json'), 'config.json', retry, signal)
    : null;
  const key = await weightsKey(target, commit, file.name);
  const { content, sha256 } = await downloadToCache({
    target,
    commit,
    file,
    cache,
    key,
    retry,
    signal,
    onProgress,
  });
  const files = { weights: content, weightsName: file.name, config, revision: commit, sha256, fromCache: false };
  await saveCached(cache, target, recordOf(target, files, key));
  return files;
}

function recordOf(target: HubTarget, files: HubModelFiles, key: string): CachedModel {
  const { endpoint, repo } = target;
  const { weightsName, config, revision, sha256, weights } = files;
  return { endpoint, repo, revision, weightsName, config, sha256, bytes: weights.size, weightsKey: key };
}
