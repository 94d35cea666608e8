import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What one model has on the test hub. All but .json and .md files come with a SHA-256 and are redirected to the second origin. */
export interface TestModel {
  readonly commit: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * A way to misbehave. `status` answers any request of the model so; `drop` cuts each file response after so many bytes;
 * `stall` sends so many bytes and then nothing; `html` answers a file with a web page; `corrupt` flips a byte of the file;
 * `short` sends (and announces) half of it; `moved` claims another commit; `ignoreRange` answers 200 to a Range;
 * `forbidIfRange` resets the connection when If-Range comes, as a failed preflight looks to a page.
 */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly only?: 'api' | 'file';
    }
  | { readonly kind: 'drop' | 'stall'; readonly afterBytes: number }
  | {
      readonly kind:
        | 'html'
        | 'htmlApi'
        | 'corrupt'
        | 'short'
        | 'movedApi'
        | 'movedFile'
        | 'ignoreRange'
        | 'forbidIfRange'
        | 'newEtag';
    };

/** A request that arrived; preflights are left out. */
export interface SeenRequest {
  readonly origin: 'hub' | 'files';
  readonly url: string;
  readonly range: string | null;
  readonly ifRange: string | null;
}

/** A running test hub. */
export interface TestHub {
  /** The address to give as the hub's. */
  readonly endpoint: string;
  /** The origin that file requests are redirected to. */
  readonly filesOrigin: string;
  readonly models: Map<string, TestModel>;
  readonly seen: SeenRequest[];
  /** The next `times` requests that the fault concerns get it; none where null. */
  misbehave(fault: Fault | null, times?: number): void;
  close(): Promise<void>;
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'range, if-range',
  'access-control-expose-headers':
    'etag, content-range, content-length, accept-ranges, x-repo-commit, x-error-code, retry-after',
};
const PAGE = '<!doctype html><html><head><title>Sign in</title></head><body>Welcome to this network.</body></html>';
const TO_ARRIVE_MS = 400;
const OTHER_COMMIT = 'f'.repeat(40);

/**
 * Starts a local hub on two ports of 127.0.0.1: the hub with the public hub's paths (`/api/models/NAME/revision/REV`,
 * `/NAME/resolve/REV/FILE`) and the host of the files, to which it redirects. Both send CORS headers; files have a strong
 * ETag and take Range and If-Range. `filesHost` is another name of this machine for the second.
 */
export async function startTestHub(
  models: Readonly<Record<string, TestModel>>,
  filesHost = '127.0.0.1',
): Promise<TestHub> {
  const held = new Map(Object.entries(models));
  const seen: SeenRequest[] = [];
  let fault: Fault | null = null;
  let left = 0;
  /** The fault, if it is set and `concerns` it; uses up one of its times. */
  const now = (concerns: (fault: Fault) => boolean): Fault | null => {
    if (fault === null || left <= 0 || !concerns(fault)) return null;
    left--;
    return fault;
  };
  const note = (origin: SeenRequest['origin'], request: IncomingMessage): void => {
    if (request.method === 'OPTIONS') return;
    const { range, 'if-range': ifRange } = request.headers;
    seen.push({ origin, url: request.url ?? '', range: range ?? null, ifRange: ifRange?.toString() ?? null });
  };

  const files = createServer((request, response) => {
    note('files', request);
    if (request.method === 'OPTIONS') return void response.writeHead(204, CORS).end();
    const [, commit = '', repo = '', name = ''] = (request.url ?? '').split('/').map(decodeURIComponent);
    const bytes = [...held].find(([key, model]) => key === repo && model.commit === commit)?.[1].files.get(name);
    if (bytes === undefined) return void response.writeHead(404, CORS).end();
    sendFile(
      request,
      response,
      bytes,
      now(({ kind }) => kind !== 'status' && !kind.endsWith('Api') && kind !== 'movedFile'),
    );
  });
  await listen(files);
  const filesOrigin = originOf(files).replace('127.0.0.1', filesHost);

  const hub = createServer((request, response) => {
    note('hub', request);
    if (request.method === 'OPTIONS') return void response.writeHead(204, CORS).end();
    const url = new URL(request.url ?? '/', 'http://hub');
    const isApi = url.pathname.startsWith('/api/models/');
    const status = now((f) => f.kind === 'status' && f.only !== (isApi ? 'file' : 'api'));
    if (status?.kind === 'status') {
      return void response.writeHead(status.status, { ...CORS, ...status.headers }).end('{"error":"as asked"}');
    }
    if (isApi) return answerApi(response, url, held, now);
    const match = /^\/(.+?)\/resolve\/([^/]+)\/(.+)$/.exec(url.pathname);
    const [, repo = '', revision = '', name = ''] = match ?? [];
    const model = held.get(repo);
    if (model === undefined) return missing(response, 'RepoNotFound');
    if (revision !== 'main' && revision !== model.commit) return missing(response, 'RevisionNotFound');
    const bytes = model.files.get(decodeURIComponent(name));
    if (bytes === undefined) return missing(response, 'EntryNotFound');
    const moved = now(({ kind }) => kind === 'movedFile') !== null;
    const headers = { ...CORS, 'x-repo-commit': moved ? OTHER_COMMIT : model.commit };
    if (moved || name.endsWith('.json')) return void response.writeHead(200, headers).end(bytes);
    const location = `${filesOrigin}/${model.commit}/${encodeURIComponent(repo)}/${name}`;
    response.writeHead(302, { ...headers, location }).end();
  });
  await listen(hub);

  return {
    endpoint: originOf(hub),
    filesOrigin,
    models: held,
    seen,
    misbehave: (next, times = Infinity) => {
      fault = next;
      left = times;
    },
    close: async () => {
      await Promise.all([hub, files].map(close));
    },
  };
}

function answerApi(
  response: ServerResponse,
  url: URL,
  models: ReadonlyMap<string, TestModel>,
  now: (concerns: (fault: Fault) => boolean) => Fault | null,
): void {
  const [, repo = '', revision = ''] = /^\/api\/models\/(.+?)\/revision\/([^/]+)$/.exec(url.pathname) ?? [];
  const model = models.get(repo);
  if (model === undefined) return missing(response, 'RepoNotFound');
  if (revision !== 'main' && revision !== model.commit) return missing(response, 'RevisionNotFound');
  if (now(({ kind }) => kind === 'htmlApi') !== null) {
    return void response.writeHead(200, { ...CORS, 'content-type': 'text/html; charset=utf-8' }).end(PAGE);
  }
  const siblings = [...model.files].map(([rfilename, bytes]) => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const isLfs = !rfilename.endsWith('.json') && !rfilename.endsWith('.md');
    return {
      rfilename,
      size: bytes.length,
      blobId: sha256.slice(0, 40),
      ...(isLfs ? { lfs: { sha256, size: bytes.length } } : {}),
    };
  });
  const sha = now(({ kind }) => kind === 'movedApi') === null ? model.commit : OTHER_COMMIT;
  response
    .writeHead(200, { ...CORS, 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify({ id: repo, modelId: repo, sha, private: false, gated: false, siblings }));
}

function missing(response: ServerResponse, code: string): void {
  response.writeHead(404, { ...CORS, 'x-error-code': code }).end(JSON.stringify({ error: code }));
}

function sendFile(request: IncomingMessage, response: ServerResponse, whole: Uint8Array, fault: Fault | null): void {
  const kind = fault?.kind ?? null;
  if (kind === 'forbidIfRange' && request.headers['if-range'] !== undefined) return void request.socket.destroy();
  if (kind === 'html') return void response.writeHead(200, { ...CORS, 'content-type': 'text/html' }).end(PAGE);
  let bytes = whole;
  if (kind === 'short') bytes = whole.subarray(0, whole.length >> 1);
  if (kind === 'corrupt') {
    bytes = whole.slice();
    bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 1;
  }
  const etag = `"${createHash('sha256').update(whole).digest('hex')}${kind === 'newEtag' ? '-new' : ''}"`;
  const ifRange = request.headers['if-range'];
  const wanted = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
  const isRange = wanted !== null && kind !== 'ignoreRange' && (ifRange === undefined || ifRange === etag);
  const start = isRange ? Number(wanted[1]) : 0;
  const headers = { ...CORS, etag, 'accept-ranges': 'bytes', 'content-type': 'application/octet-stream' };
  if (isRange && start >= bytes.length) {
    return void response.writeHead(416, { ...headers, 'content-range': `bytes */${bytes.length}` }).end();
  }
  const body = bytes.subarray(start);
  response.writeHead(isRange ? 206 : 200, {
    ...headers,
    'content-length': body.length,
    ...(isRange ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {}),
  });
  if (fault?.kind === 'drop' || fault?.kind === 'stall') {
    response.write(body.subarray(0, fault.afterBytes), () => {
      // The bytes reach the client, and its disk, before the connection goes: what it has not read by then is lost with it.
      if (fault.kind === 'drop') setTimeout(() => response.destroy(), TO_ARRIVE_MS);
    });
    return;
  }
  response.end(body);
}

/** Listens on a free port of 127.0.0.1. */
export async function listen(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

/** The origin of a server that listens. */
export function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Ends a server and every connection to it. */
export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => void server.close(() => resolve()));
}
