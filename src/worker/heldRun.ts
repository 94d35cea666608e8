import { readSavedRun, writeSavedRun } from '../checkpoints/savedRunFile';
import type { CheckpointStore } from '../checkpoints/slots';
import { fail } from '../core/problem';

/** A run's last position where the browser keeps none: as bytes that the page holds, which outlive the engine. */
export interface HeldRun extends CheckpointStore {
  isThere(): boolean;
  /** Takes what the page held over from an engine that was lost. */
  put(content: Uint8Array<ArrayBuffer>): void;
}

/** Of parameters and moments that a page holds beside all else. Bytes. */
const MOST_BYTES = 128 * 2 ** 20;

/** @param hold tells the page what to hold in place of what it held before */
export function createHeldRun(hold: (content: Uint8Array<ArrayBuffer> | null) => void): HeldRun {
  let held: Uint8Array<ArrayBuffer> | null = null;
  return {
    isThere: () => held !== null,
    put: (content) => void (held = content),
    async save(run) {
      const bytes = run.position.packed.byteLength;
      if (bytes > MOST_BYTES) tooLarge(bytes);
      held = writeSavedRun(run);
      hold(held);
    },
    find: async () => ({ run: held && (await readSavedRun(new Blob([held]), 'The held run')), problem: null }),
    async clear() {
      if (held) hold(null);
      held = null;
    },
  };
}

function tooLarge(bytes: number): never {
  const cause =
    `goes on, but it would begin again if the graphics device was lost: where it stands takes ${Math.round(bytes / 1e6)} MB, ` +
    `too much to hold in the page, and the browser keeps nothing for it.`;
  return fail('checkpoint.too-large', 'The run', cause, 'Export the adapter before you close the page.');
}
