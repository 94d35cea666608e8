import { createOpfsSlots } from '../../src/checkpoints/slotFolder';
import { createCheckpointStore } from '../../src/checkpoints/slots';
import { warning } from '../../src/core/problem';
import type { CheckpointPlace, Claim } from '../../src/worker/checkpointFolder';
import { fakeFolder, type FakeFolder } from '../weights/fakeFolder';

/** Where runs are kept, in memory, and its folder; `isTaken` while a tab holds it, as another tab sees it. */
export function memoryCheckpoints(): CheckpointPlace & { readonly folder: FakeFolder; isTaken: boolean } {
  const folder = fakeFolder();
  const store = () => createCheckpointStore(createOpfsSlots(folder.handle));
  const taken = { store: null, problem: warning('checkpoint.other-tab', 'A run', 'is kept elsewhere.', 'Wait.') };
  const place = {
    folder,
    isTaken: false,
    async look(): Promise<Claim> {
      return place.isTaken ? taken : { store: store(), release: () => undefined };
    },
    async claim(): Promise<Claim> {
      if (place.isTaken) return taken;
      place.isTaken = true;
      return { store: store(), release: () => (place.isTaken = false) };
    },
  };
  return place;
}
