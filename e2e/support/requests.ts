import type { BrowserContext } from '@playwright/test';
import { everyPage } from './guard';

/** Something that a page or one of its workers sent, or asked for. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly body: Buffer | null;
}

/** Everything that the pages and workers of a context send from now on: requests, beacons, frames of WebSockets. */
export function recordRequests(context: BrowserContext): readonly Sent[] {
  const sent: Sent[] = [];
  context.on('request', (request) => {
    // What was made in the page itself goes nowhere.
    if (/^(?:blob|data):/.test(request.url())) return;
    sent.push({ method: request.method(), url: request.url(), body: request.postDataBuffer() });
  });
  everyPage(context, (page) =>
    page.on('websocket', (socket) => {
      sent.push({ method: 'WebSocket', url: socket.url(), body: null });
      socket.on('framesent', ({ payload }) =>
        sent.push({ method: 'WebSocket', url: socket.url(), body: Buffer.from(payload) }),
      );
    }),
  );
  return sent;
}

/** Samples in a row by which a sound is known again. */
const MARK = 16;

/** Ways to write samples: 16 bits as in a file, 32 bits as decoded, and either of them in base64 from any byte on. */
function writings(samples: Int16Array): readonly Buffer[] {
  const pcm = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const floats = Buffer.from(Float32Array.from(samples, (x) => x / 32768).buffer);
  const inBase64 = [pcm, floats].flatMap((bytes) =>
    [0, 1, 2].map((at) => Buffer.from(bytes.subarray(at, at + 24).toString('base64'))),
  );
  return [pcm, floats, ...inBase64];
}

/** A test of whether bytes hold any of these sounds: int16 samples, from any stretch of `every` samples. */
export function soundFinder(sounds: readonly Int16Array[], every = 500): (bytes: Buffer) => boolean {
  const marks = sounds.flatMap((samples) => {
    const stretches: Buffer[] = [];
    for (let at = 0; at + MARK <= samples.length; at += every) {
      const stretch = samples.slice(at, at + MARK);
      // Silence is no mark.
      if (new Set(stretch).size > MARK / 2) stretches.push(...writings(stretch));
    }
    return stretches;
  });
  return (bytes) => marks.some((mark) => bytes.includes(mark));
}
