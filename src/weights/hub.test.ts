import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestHub, type TestHub } from '../../tests/hub/server';
import { ProblemError } from '../core/problem';
import type { Progress } from '../core/progress';
import { listCachedModels, removeCachedModel } from './cachedModels';
import { fetchHubModel, type FetchHubModelOptions } from './hub';
import { retryAfterMs, type RetryPolicy } from './hubRequest';
import { createMemoryCache } from './memoryCache';
import type { ModelCache } from './modelCache';

const COMMIT = 'a1'.repeat(20);
const REPO = 'facebook/deit-tiny-distilled-patch16-224';
const WEIGHTS = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 31 + (i >> 8)) % 251);
const SHA256 = createHash('sha256').update(WEIGHTS).digest('hex');
const CONFIG = { num_attention_heads: 3, hidden_size: 192 };
const HASTY: RetryPolicy = { attempts: 3, firstDelayMs: 1, stallMs: 5000, longestWaitMs: 2000 };

let hub: TestHub;
let cache: ModelCache;
beforeEach(async () => {
  const text = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  const files = new Map([
    ['config.json', text(CONFIG)],
    ['pytorch_model.bin', new Uint8Array(100)],
    ['model.safetensors', WEIGHTS],
  ]);
  hub = await startTestHub({ [REPO]: { commit: COMMIT, files } });
  cache = createMemoryCache();
});
afterEach(async () => hub.close());

const fetchIt = (more: Partial<FetchHubModelOptions> = {}): ReturnType<typeof fetchHubModel> =>
  fetchHubModel({ endpoint: hub.endpoint, repo: REPO, cache, retry: HASTY, ...more });
const fileRequests = (): TestHub['seen'] => hub.seen.filter(({ origin }) => origin === 'files');
async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProblemError)) throw new Error(`expected a ProblemError, got ${String(error)}`);
  expect(error.problem.subject).toContain(error.problem.code.endsWith('.name') ? '' : REPO);
  return error.problem.code;
}

describe('a model from the hub', () => {
  it('comes with its config, its commit and its SHA-256, through a redirect to another origin', async () => {
    const steps: Progress[] = [];
    const found = await fetchIt({ onProgress: (step) => steps.push(step) });
    expect(new Uint8Array(await found.weights.arrayBuffer())).toEqual(WEIGHTS);
    expect(found).toMatchObject({
      weightsName: 'model.safetensors',
      config: CONFIG,
      revision: COMMIT,
      sha256: SHA256,
      fromCache: false,
    });
    expect(fileRequests()).toHaveLength(1);
    expect(steps.at(-1)).toMatchObject({ stage: 'download', unit: 'bytes', done: 300_000, total: 300_000 });
  });

  it('falls back to pytorch_model.bin and to no config', async () => {
    hub.models.set(REPO, {
      commit: COMMIT,
      files: new Map([
        ['training_args.bin', new Uint8Array(9)],
        ['pytorch_model.bin', WEIGHTS],
      ]),
    });
    expect(await fetchIt()).toMatchObject({ weightsName: 'pytorch_model.bin', config: null, sha256: SHA256 });
  });

  it('promise 58: is not downloaded twice, and works offline under its branch and under its commit', async () => {
    await fetchIt();
    expect(await fetchIt()).toMatchObject({ fromCache: true, revision: COMMIT, sha256: SHA256, config: CONFIG });
    expect(fileRequests()).toHaveLength(1);
    await hub.close();
    expect(await fetchIt()).toMatchObject({ fromCache: true, revision: COMMIT });
    expect(await fetchIt({ revision: COMMIT })).toMatchObject({ fromCache: true, weightsName: 'model.safetensors' });
  });

  it('promise 57: is downloaded anew when its branch has moved, and the old commit stays', async () => {
    await fetchIt();
    const newer = WEIGHTS.map((byte) => byte ^ 3);
    hub.models.set(REPO, { commit: 'b2'.repeat(20), files: new Map([['model.safetensors', newer]]) });
    expect(await fetchIt()).toMatchObject({ revision: 'b2'.repeat(20), fromCache: false });
    expect(await fetchIt({ revision: COMMIT })).toMatchObject({ revision: COMMIT, fromCache: true });
    expect(await listCachedModels(cache)).toHaveLength(2);
  });

  it('is listed and removed', async () => {
    await fetchIt();
    const [model] = await listCachedModels(cache);
    expect(model).toMatchObject({ repo: REPO, revision: COMMIT, bytes: 300_000 });
    if (model !== undefined) await removeCachedModel(cache, model);
    expect(await cache.list()).toEqual([]);
  });

  it('promise 56: is downloaded again when its copy in the cache is damaged', async () => {
    await fetchIt();
    const [model] = await listCachedModels(cache);
    await cache.put(model?.weightsKey ?? '', new Blob([WEIGHTS.map((byte) => byte ^ 1)]));
    expect(await fetchIt()).toMatchObject({ fromCache: false, sha256: SHA256 });
  });

  it('stops when told to', async () => {
    hub.misbehave({ kind: 'stall', afterBytes: 1000 });
    const stop = new AbortController();
    const waiting = fetchIt({ signal: stop.signal, onProgress: () => stop.abort() });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    const kept = await cache.openPartial(await partialKey());
    expect(kept.bytes).toBe(1000);
  });
});

async function partialKey(): Promise<string> {
  const text = [hub.endpoint, REPO, COMMIT, 'model.safetensors'].join('\n');
  return `file-${createHash('sha256').update(text).digest('hex')}`;
}

describe('a download that is interrupted', () => {
  it.each(['drop', 'stall'] as const)('promise 56: goes on with Range and If-Range (%s)', async (kind) => {
    hub.misbehave({ kind, afterBytes: 100_000 }, 2);
    expect(await fetchIt({ retry: { ...HASTY, stallMs: 400 } })).toMatchObject({ sha256: SHA256 });
    expect(fileRequests().map(({ range }) => range)).toEqual([null, 'bytes=100000-', 'bytes=200000-']);
    expect(fileRequests()[1]?.ifRange).toBe(`"${SHA256}"`);
  });

  it('goes on in a later visit', async () => {
    hub.misbehave({ kind: 'drop', afterBytes: 50_000 });
    expect(await codeOf(fetchIt({ retry: { ...HASTY, attempts: 1 } }))).toBe('weights.hub.interrupted');
    hub.misbehave(null);
    expect(await fetchIt()).toMatchObject({ sha256: SHA256 });
    expect(fileRequests().at(-1)?.range).toBe('bytes=50000-');
  });

  it.each(['ignoreRange', 'newEtag'] as const)(
    'promise 56: starts again where the server will not go on (%s)',
    async (kind) => {
      hub.misbehave({ kind: 'drop', afterBytes: 50_000 }, 1);
      await codeOf(fetchIt({ retry: { ...HASTY, attempts: 1 } }));
      hub.misbehave({ kind }, 1);
      expect(await fetchIt()).toMatchObject({ sha256: SHA256 });
      expect(fileRequests()).toHaveLength(2);
    },
  );

  it('goes on without If-Range where that is forbidden across origins', async () => {
    hub.misbehave({ kind: 'drop', afterBytes: 50_000 }, 1);
    await codeOf(fetchIt({ retry: { ...HASTY, attempts: 1 } }));
    hub.misbehave({ kind: 'forbidIfRange' });
    expect(await fetchIt()).toMatchObject({ sha256: SHA256 });
    expect(fileRequests().map(({ ifRange }) => ifRange !== null)).toEqual([false, true, false]);
    expect(fileRequests().at(-1)?.range).toBe('bytes=50000-');
  });

  it('promise 56: starts again once where the joined file is wrong', async () => {
    const partial = await cache.openPartial(await partialKey());
    await partial.append(new Uint8Array(50_000));
    await partial.close();
    expect(await fetchIt()).toMatchObject({ sha256: SHA256 });
    expect(fileRequests().map(({ range }) => range)).toEqual(['bytes=50000-', null]);
  });

  it('gives up with a message when nothing more comes, and keeps what it has', async () => {
    hub.misbehave({ kind: 'drop', afterBytes: 0 });
    expect(await codeOf(fetchIt())).toBe('weights.hub.interrupted');
    expect(fileRequests()).toHaveLength(HASTY.attempts);
  });
});

describe('a hub that fails', () => {
  it.each([
    [401, {}, 'unauthorised'],
    [403, { 'x-error-code': 'GatedRepo' }, 'forbidden'],
    [404, { 'x-error-code': 'RepoNotFound' }, 'missing'],
    [404, { 'x-error-code': 'RevisionNotFound' }, 'revision'],
    [418, {}, 'refused'],
    [429, { 'retry-after': '3600' }, 'busy'],
    [503, {}, 'server'],
  ] as const)('promise 57: has its own message for status %i %o', async (status, headers, code) => {
    hub.misbehave({ kind: 'status', status, headers: { ...headers } });
    expect(await codeOf(fetchIt())).toBe(`weights.hub.${code}`);
    hub.misbehave({ kind: 'status', status, headers: { ...headers }, only: 'file' });
    expect(await codeOf(fetchIt())).toBe(`weights.hub.${code}`);
    expect(await cache.list()).toEqual([]);
  });

  it('waits as long as Retry-After says, and tries again', async () => {
    hub.misbehave({ kind: 'status', status: 429, headers: { 'retry-after': '1' } }, 1);
    const started = performance.now();
    expect(await fetchIt()).toMatchObject({ sha256: SHA256 });
    expect(performance.now() - started).toBeGreaterThan(950);
    const date = new Headers({ 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' });
    expect(retryAfterMs(date, Date.UTC(2015, 9, 21, 7, 27))).toBe(60_000);
    expect(retryAfterMs(new Headers({ 'retry-after': 'soon' }))).toBeNull();
  });

  it.each([
    ['html', 'html'],
    ['htmlApi', 'html'],
    ['corrupt', 'sha256'],
    ['short', 'size'],
    ['movedFile', 'moved'],
  ] as const)('promises 56, 57: has its own message for %s, and nothing of it is used', async (kind, code) => {
    hub.misbehave({ kind });
    expect(await codeOf(fetchIt())).toBe(`weights.hub.${code}`);
    expect((await cache.list()).filter(({ key }) => !key.startsWith('note-'))).toEqual([]);
    hub.misbehave(null);
    expect(await fetchIt()).toMatchObject({ sha256: SHA256 });
  });

  it('promise 57: refuses a commit other than the one asked for, and names one that is gone', async () => {
    hub.misbehave({ kind: 'movedApi' });
    expect(await codeOf(fetchIt({ revision: COMMIT }))).toBe('weights.hub.moved');
    expect(await codeOf(fetchIt({ revision: 'c'.repeat(40) }))).toBe('weights.hub.revision');
  });

  it('promise 58: that is busy or down is replaced by the cache', async () => {
    await fetchIt();
    for (const status of [429, 500]) {
      hub.misbehave({ kind: 'status', status, headers: { 'retry-after': '9999' } });
      expect(await fetchIt()).toMatchObject({ fromCache: true });
    }
  });

  it('cannot be reached', async () => {
    await hub.close();
    expect(await codeOf(fetchIt())).toBe('weights.hub.uncached');
  });

  it('has no weights, or only shards', async () => {
    hub.models.set(REPO, { commit: COMMIT, files: new Map([['model-00001-of-00002.safetensors', WEIGHTS]]) });
    expect(await codeOf(fetchIt())).toBe('weights.hub.weights');
  });

  it.each(['', 'a/b/c', '../secret', 'a/..', 'a b', 'https://x'])('is not asked for the name "%s"', async (repo) => {
    expect(await codeOf(fetchIt({ repo }))).toBe('weights.hub.name');
    expect(hub.seen).toEqual([]);
  });
});
