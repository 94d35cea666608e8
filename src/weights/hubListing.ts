import * as v from 'valibot';
import { failHub, get, isHtml, watch, withRetries, type HubTarget, type RetryPolicy } from './hubRequest';

const Answer = v.looseObject({
  sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)),
  siblings: v.array(
    v.looseObject({
      rfilename: v.string(),
      size: v.nullish(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
      lfs: v.nullish(v.looseObject({ sha256: v.nullish(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))) })),
    }),
  ),
});

/** One file of a model. */
export interface HubFile {
  readonly name: string;
  readonly bytes: number | null;
  /** Null for small files, of which the hub gives none. */
  readonly sha256: string | null;
}

/** The files of a model at one commit. */
export interface HubListing {
  readonly commit: string;
  readonly files: readonly HubFile[];
}

/** Weight files by preference. Only files of the repository's own root count. */
const WEIGHTS: readonly RegExp[] = [
  /^model\.safetensors$/,
  /^pytorch_model\.bin$/,
  /^(?!adapter_)[^/]+\.safetensors$/,
  /^[^/]+\.pth$/,
  /^(?!training_args|optimizer|scheduler|adapter_)[^/]+\.(bin|pt)$/,
];
const SHARD = /-\d{5}-of-\d{5}\./;

/**
 * Asks the hub for the files of a model and the commit that its revision stands for.
 * Errors: `weights.hub.*`; a commit asked for must be the commit answered.
 * Source: https://huggingface.co/docs/hub/api (GET /api/models/{repo}/revision/{revision}?blobs=true).
 */
export async function listHubModel(target: HubTarget, retry: RetryPolicy, signal?: AbortSignal): Promise<HubListing> {
  const url = `${target.endpoint}/api/models/${target.repo}/revision/${encodeURIComponent(target.revision)}?blobs=true`;
  const json = await getJson(target, url, 'the list of files', retry, signal);
  const parsed = v.safeParse(Answer, json);
  if (!parsed.success) return failHub('answer', target, parsed.issues[0].message);
  const { sha, siblings } = parsed.output;
  if (isCommit(target.revision) && sha !== target.revision) failHub('moved', target, sha.slice(0, 12));
  const files = siblings.map(({ rfilename, size, lfs }) => ({
    name: rfilename,
    bytes: size ?? null,
    sha256: lfs?.sha256 ?? null,
  }));
  return { commit: sha, files };
}

/** Whether a revision is a full commit hash, which never moves. */
export function isCommit(revision: string): boolean {
  return /^[0-9a-f]{40}$/.test(revision);
}

/** The weight file to take. Errors: `weights.hub.weights` where there is none, or only one in shards. */
export function chooseWeights(target: HubTarget, { files }: HubListing): HubFile {
  const whole = files.filter(({ name }) => !SHARD.test(name));
  for (const pattern of WEIGHTS) {
    const found = whole.find(({ name }) => pattern.test(name));
    if (found !== undefined) return found;
  }
  return failHub('weights', target, files.some(({ name }) => SHARD.test(name)) ? 'only in shards' : 'no such file');
}

/** Address of one file at one commit; the hub redirects it to where the bytes are. */
export function resolveUrl({ endpoint, repo }: HubTarget, commit: string, file: string): string {
  return `${endpoint}/${repo}/resolve/${commit}/${file.split('/').map(encodeURIComponent).join('/')}`;
}

/** A small JSON file. `what` stands in the message. */
export async function getJson(
  target: HubTarget,
  url: string,
  what: string,
  retry: RetryPolicy,
  signal?: AbortSignal,
): Promise<unknown> {
  return withRetries(retry, signal, async () => {
    const dog = watch(retry.stallMs, signal);
    try {
      const attempt = await get(target, url, { accept: 'application/json' }, signal, dog);
      if ('again' in attempt) return attempt;
      if (isHtml(attempt.done)) failHub('html', target, what);
      const text = await attempt.done.text();
      return { done: parseJson(text, () => failHub('answer', target, `${what} is not JSON`)) };
    } finally {
      dog.end();
    }
  });
}

function parseJson(text: string, broken: () => never): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return broken();
  }
}
