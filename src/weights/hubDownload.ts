import { Pace, type OnProgress } from '../core/progress';
import { failHub, get, isHtml, problem, watch, withRetries } from './hubRequest';
import type { Attempt, HubTarget, RetryPolicy, Watchdog } from './hubRequest';
import { resolveUrl, type HubFile } from './hubListing';
import type { ModelCache, PartialFile } from './modelCache';
import { sha256Of } from './sha256';

/** One file to download. */
export interface DownloadJob {
  readonly target: HubTarget;
  readonly commit: string;
  readonly file: HubFile;
  readonly cache: ModelCache;
  /** `file-` and a SHA-256; also names the note that keeps the ETag. */
  readonly key: string;
  readonly retry: RetryPolicy;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** Events of progress are at least so far apart, in milliseconds. */
const PROGRESS_MS = 100;

/**
 * Downloads one file at a pinned commit into the cache and gives its SHA-256. An earlier, unfinished download goes on with
 * Range and If-Range (its ETag kept beside it); the whole is checked against the announced size and SHA-256 before it
 * counts. A wrong sum after going on is tried once more from the start.
 * Errors: `weights.hub.*`, `weights.cache.*`.
 * Source: RFC 9110, 13.1.5 (If-Range) and 14 (Range).
 */
export async function downloadToCache(job: DownloadJob): Promise<{ readonly content: Blob; readonly sha256: string }> {
  const { target, file, cache, key, signal } = job;
  const partial = await cache.openPartial(key);
  try {
    for (let wentOn = partial.bytes > 0; ; wentOn = false) {
      await download(job, partial);
      const content = await partial.content();
      const sha256 = await sha256Of(content, undefined, signal);
      if (file.sha256 === null || sha256 === file.sha256) {
        await partial.finish();
        await cache.remove(noteKey(key));
        return { content: (await cache.get(key)) ?? content, sha256 };
      }
      await partial.clear();
      if (!wentOn) failHub('sha256', target, file.name);
    }
  } finally {
    await partial.close();
  }
}

const noteKey = (key: string): string => key.replace(/^file-/, 'note-');

async function download(job: DownloadJob, partial: PartialFile): Promise<void> {
  const { target, file, retry, signal } = job;
  const progress = progressOf(job, partial);
  let withIfRange = true;
  await withRetries(retry, signal, async () => {
    if (file.bytes !== null && partial.bytes > file.bytes) await partial.clear();
    if (partial.bytes > 0 && partial.bytes === file.bytes) return { done: undefined };
    const start = partial.bytes;
    const etag = withIfRange ? await etagOf(job) : null;
    const dog = watch(retry.stallMs, signal);
    try {
      const attempt = await get(target, resolveUrl(target, job.commit, file.name), rangeOf(start, etag), signal, dog);
      if ('again' in attempt) {
        // A server may forbid If-Range across origins, which looks like a lost connection: the next try does without.
        // At a pinned commit the bytes cannot change, and the SHA-256 has the last word.
        withIfRange = etag === null;
        return attempt;
      }
      return await receive(job, attempt.done, partial, dog, progress);
    } finally {
      dog.end();
    }
  });
}

function rangeOf(start: number, etag: string | null): Record<string, string> {
  if (start === 0) return {};
  return { range: `bytes=${start}-`, ...(etag === null ? {} : { 'if-range': etag }) };
}

async function etagOf({ cache, key }: DownloadJob): Promise<string | null> {
  return (await (await cache.get(noteKey(key)))?.text()) ?? null;
}

/** Takes one response's bytes into the partial file, after its head is found to fit what was asked. */
async function receive(
  job: DownloadJob,
  response: Response,
  partial: PartialFile,
  dog: Watchdog,
  progress: (force: boolean) => void,
): Promise<Attempt<undefined>> {
  const { target, file, commit, signal } = job;
  const start = partial.bytes;
  const interrupted = (): Attempt<undefined> => ({
    again: problem('interrupted', target, `${partial.bytes} of ${file.bytes ?? 'unknown'} bytes`),
    progressed: partial.bytes > start,
  });
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
  if (response.status === 416 || (response.status === 206 && range !== null && Number(range[1]) !== start)) {
    await response.body?.cancel();
    await partial.clear();
    return interrupted();
  }
  if (isHtml(response)) failHub('html', target, file.name);
  const sentCommit = response.headers.get('x-repo-commit');
  if (sentCommit !== null && sentCommit !== commit) failHub('moved', target, sentCommit.slice(0, 12));
  if (response.status === 200 && start > 0) await partial.clear();
  const total = response.status === 206 ? range?.[2] : response.headers.get('content-length');
  const isPlain = response.headers.get('content-encoding') === null;
  if (isPlain && file.bytes !== null && /^\d+$/.test(total ?? '') && Number(total) !== file.bytes) {
    failHub('size', target, `${total} bytes, not ${file.bytes}`);
  }
  await keepEtag(job, response);

  const reader = response.body?.getReader();
  if (reader === undefined) return interrupted();
  for (;;) {
    let chunk: ReadableStreamReadResult<Uint8Array>;
    try {
      chunk = await reader.read();
    } catch {
      signal?.throwIfAborted();
      return interrupted();
    }
    dog.alive();
    if (chunk.done) break;
    await partial.append(chunk.value);
    progress(false);
    if (file.bytes !== null && partial.bytes > file.bytes) {
      await reader.cancel();
      await partial.clear();
      failHub('size', target, `more than ${file.bytes} bytes`);
    }
  }
  if (file.bytes !== null && partial.bytes < file.bytes) return interrupted();
  progress(true);
  return { done: undefined };
}

/** Only a strong ETag may stand in If-Range. Source: RFC 9110, 13.1.5. */
async function keepEtag({ cache, key }: DownloadJob, response: Response): Promise<void> {
  const etag = response.headers.get('etag');
  if (etag !== null && /^"[^"]*"$/.test(etag)) await cache.put(noteKey(key), new Blob([etag]));
  else await cache.remove(noteKey(key));
}

function progressOf({ file, onProgress }: DownloadJob, partial: PartialFile): (force: boolean) => void {
  const pace = new Pace();
  const before = partial.bytes;
  const total = file.bytes;
  let last = -Infinity;
  return (force) => {
    if (onProgress === undefined || (!force && performance.now() - last < PROGRESS_MS)) return;
    last = performance.now();
    const left = total === null ? null : total - before;
    const secondsLeft = pace.secondsLeft(partial.bytes - before, left);
    onProgress({ stage: 'download', done: partial.bytes, total, unit: 'bytes', secondsLeft });
  };
}
