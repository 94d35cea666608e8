import type { HeldEpochs } from '../attention/types';

/** The trained parameters of a run's epochs, within a budget of bytes. */
export interface EpochStore {
  /** Another run begins: what was held of the last one is forgotten. */
  begin(run: object): void;
  /** Keeps the vector [P] of an epoch of the run begun last; one of another run comes too late and is passed over. */
  keep(run: object, epoch: number, theta: Float32Array, best: boolean): void;
  get(run: object, epoch: number): Float32Array | undefined;
  facts(): HeldEpochs;
}

/**
 * Over the budget, epochs are thinned evenly: those whose number 2, 4, 8, ... divides stay, and with them the first, the best
 * and the latest. Where one epoch alone is over the budget, none is held.
 */
export function createEpochStore(budget: number): EpochStore {
  const held = new Map<number, Float32Array>();
  let owner: object | null = null;
  let best: number | null = null;
  let offered = 0;
  let every = 1;
  let bytes = 0;

  const drop = (epoch: number) => {
    bytes -= held.get(epoch)?.byteLength ?? 0;
    held.delete(epoch);
  };
  const isKept = (epoch: number) => epoch % every === 0 || epoch === 1 || epoch === best || epoch === offered;
  const thin = () => {
    for (;;) {
      for (const epoch of [...held.keys()]) if (!isKept(epoch)) drop(epoch);
      if (bytes <= budget) return;
      if (every > offered) break;
      every *= 2;
    }
    // The first, the best and the latest alone are too much.
    for (const epoch of [...held.keys()]) if (bytes > budget) drop(epoch);
  };

  return {
    begin(run) {
      held.clear();
      owner = run;
      best = null;
      offered = 0;
      every = 1;
      bytes = 0;
    },
    keep(run, epoch, theta, isBest) {
      if (run !== owner) return;
      offered = epoch;
      if (isBest) best = epoch;
      held.set(epoch, theta);
      bytes += theta.byteLength;
      thin();
    },
    get: (run, epoch) => (run === owner ? held.get(epoch) : undefined),
    facts: () => ({ held: [...held.keys()].sort((a, b) => a - b), offered, bytes, budget }),
  };
}
