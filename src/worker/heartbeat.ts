import { onPulse } from '../ops/pulse';
import { oldestWait } from '../ops/webgpu/waits';
import type { FromEngine } from './protocol';

const EVERY_MS = 1000;

/** Tells the page every second that the worker lives, and what it waits for; also from within a step on the processor. */
export function startHeartbeat(post: (message: FromEngine) => void): void {
  const beat = () => post({ kind: 'beat', waitsFor: oldestWait() });
  beat();
  setInterval(beat, EVERY_MS);
  onPulse(beat);
}
