import { fail, ProblemError, type Problem } from '../core/problem';
import { watchRefusals } from './policyRefusal';

/** How often and how patiently a request is repeated. Times in milliseconds. */
export interface RetryPolicy {
  /** Failures in a row, without a byte gained, before giving up. */
  readonly attempts: number;
  /** Wait after the first failure; doubled after each. */
  readonly firstDelayMs: number;
  /** A connection that is silent for so long counts as lost. */
  readonly stallMs: number;
  /** The longest wait that is accepted from the server's Retry-After. */
  readonly longestWaitMs: number;
}
/** The policy of the page: about eight seconds of waits in all before giving up. */
export const PATIENT: RetryPolicy = { attempts: 5, firstDelayMs: 500, stallMs: 30_000, longestWaitMs: 60_000 };

/** What is asked of which hub. `revision` is a branch, a tag or a commit. */
export interface HubTarget {
  readonly endpoint: string;
  readonly repo: string;
  readonly revision: string;
}

/** The outcome of one try: done, or a failure that may pass. `progressed`: bytes were gained, so the count starts again. */
export type Attempt<T> =
  { readonly done: T } | { readonly again: Problem; readonly afterMs?: number | null; readonly progressed?: boolean };

/** Repeats `attempt` with doubling waits. Errors: the last failure, when patience ends; aborts at once. */
export async function withRetries<T>(
  policy: RetryPolicy,
  signal: AbortSignal | undefined,
  attempt: () => Promise<Attempt<T>>,
): Promise<T> {
  for (let failures = 0; ;) {
    signal?.throwIfAborted();
    const outcome = await attempt();
    if ('done' in outcome) return outcome.done;
    failures = outcome.progressed === true ? 1 : failures + 1;
    const wait = outcome.afterMs ?? policy.firstDelayMs * 2 ** (failures - 1);
    if (failures >= policy.attempts || wait > policy.longestWaitMs) throw new ProblemError(outcome.again);
    await sleep(wait, signal);
  }
}

async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

/** Aborts a connection that stays silent: call `alive` whenever bytes come, `end` when it is over. */
export interface Watchdog {
  readonly signal: AbortSignal;
  alive(): void;
  end(): void;
}

/** Starts a watchdog that barks after `stallMs` of silence; its signal also follows `signal`. */
export function watch(stallMs: number, signal: AbortSignal | undefined): Watchdog {
  const silence = new AbortController();
  const bark = (): void => silence.abort(new DOMException('The connection went silent.', 'TimeoutError'));
  let timer = setTimeout(bark, stallMs);
  return {
    signal: signal === undefined ? silence.signal : AbortSignal.any([signal, silence.signal]),
    alive: () => {
      clearTimeout(timer);
      timer = setTimeout(bark, stallMs);
    },
    end: () => clearTimeout(timer),
  };
}

/**
 * One GET. Sends no cookies and no referrer, follows redirects, keeps out of the browser's own cache.
 * 200, 206 and 416 are the caller's; 429 and 5xx and a lost connection may pass; any other status fails at once.
 */
export async function get(
  target: HubTarget,
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
  dog: Watchdog,
): Promise<Attempt<Response>> {
  let response: Response;
  const refusals = watchRefusals();
  try {
    response = await fetch(url, {
      headers,
      signal: dog.signal,
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
  } catch {
    signal?.throwIfAborted();
    const refused = await refusals.end();
    if (refused !== null) failHub('closed', target, refused);
    return { again: problem('offline', target) };
  }
  void refusals.end();
  dog.alive();
  const { status } = response;
  if (status === 200 || status === 206 || status === 416) return { done: response };
  await response.body?.cancel();
  if (status === 429) return { again: problem('busy', target), afterMs: retryAfterMs(response.headers) };
  if (status >= 500) return { again: problem('server', target, `${status}`) };
  const kind = STATUS[status] ?? 'refused';
  const isRevision = response.headers.get('x-error-code') === 'RevisionNotFound';
  throw new ProblemError(problem(kind === 'missing' && isRevision ? 'revision' : kind, target, `${status}`));
}

/** Milliseconds that the server asks to wait: seconds or a date. Null where it does not say. Source: RFC 9110, 10.2.3. */
export function retryAfterMs(headers: Headers, now = Date.now()): number | null {
  const said = headers.get('retry-after');
  if (said === null) return null;
  if (/^\d+$/.test(said.trim())) return Number(said) * 1000;
  const date = Date.parse(said);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

const STATUS: Readonly<Partial<Record<number, HubFailure>>> = {
  401: 'unauthorised',
  403: 'forbidden',
  404: 'missing',
  410: 'missing',
};

/** The ways in which a hub fails; each is the end of a problem code `weights.hub.*`. */
export type HubFailure = keyof typeof FAILURES;

/** One message for each way in which a hub fails. `{}` is the detail. */
const FAILURES = {
  offline: ['The hub cannot be reached.', 'Check the network and the hub address in the settings, then try again.'],
  closed: [
    'The page may not connect to {}, or to where that leads: it reaches only its own site and the hub that it was built for.',
    'Use the hub address that the page had at first; who hosts the page can build it for another (VITE_HUB).',
  ],
  busy: ['The hub answers that there are too many requests (429).', 'Wait a few minutes and try again.'],
  server: ['The hub has a fault of its own ({}).', 'Try again later.'],
  unauthorised: [
    'The hub does not show this model without signing in (401): its name is wrong, or it is private.',
    'Check the spelling; or download the weights yourself and choose the file.',
  ],
  forbidden: [
    'The hub refuses this model (403): its authors ask you to accept their terms first.',
    'Accept the terms on its page, download the weights there and choose the file.',
  ],
  missing: ['The hub has no such model or file (404).', 'Check the spelling of the name.'],
  revision: [
    'The hub no longer has this revision of the model (404): it was moved or removed.',
    'Choose the revision "main", or use the file if you have it.',
  ],
  moved: [
    'The hub answers with another revision ({}) than the one asked for.',
    'Try again; if it repeats, choose another revision.',
  ],
  refused: ['The hub answers with status {}.', 'Check the hub address in the settings.'],
  html: [
    'The hub answers with a web page in place of {}.',
    'Check the hub address; on a public network, sign in to it first.',
  ],
  answer: ['The hub gives an answer that makes no sense ({}).', 'Check the hub address in the settings.'],
  interrupted: ['The download stopped before its end ({}).', 'Try again: it goes on where it stopped.'],
  size: ['The hub sends a file of another size than it announces ({}).', 'Try again later.'],
  sha256: [
    'What was downloaded is not what the hub announces: the SHA-256 of {} is wrong. It was thrown away.',
    'Try again; if it repeats, something between you and the hub changes the file.',
  ],
  weights: ['The model has no weights that can be read here ({}).', 'Choose a model with model.safetensors.'],
  name: ['This is no model name.', 'Write it as owner/name, as on its page.'],
  uncached: [
    'The hub cannot be reached, and this model is not in the cache.',
    'Connect to the network once to load it.',
  ],
} as const;

/** The problem for one of the hub’s failures. */
export function problem(kind: HubFailure, { repo, revision }: HubTarget, detail = ''): Problem {
  const [cause, cure] = FAILURES[kind];
  const subject = revision === 'main' ? repo : `${repo} (${revision})`;
  return { code: `weights.hub.${kind}`, subject, cause: cause.replace('{}', detail), cure, severity: 'error' };
}

/** Throws one of the hub's failures. */
export function failHub(kind: HubFailure, target: HubTarget, detail = ''): never {
  const { code, subject, cause, cure } = problem(kind, target, detail);
  fail(code, subject, cause, cure);
}

/** Whether a response says that it is a web page. */
export function isHtml(response: Response): boolean {
  return /^\s*text\/html\b/i.test(response.headers.get('content-type') ?? '');
}
