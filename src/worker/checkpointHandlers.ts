import { isSameRun } from '../checkpoints/identity';
import type { SavedRun } from '../checkpoints/savedRun';
import { fail, ProblemError } from '../core/problem';
import type { CheckpointPlace, Claim } from './checkpointFolder';
import type { EngineEvent, KeepRequest } from './protocol';
import type { EngineHandlers } from './rpc';
import { createRunKeeping, type RunKeeping } from './runKeeping';

type CheckpointCall = 'checkpoint.find' | 'checkpoint.forget';

/** What a run that is to be kept begins with. */
export interface RunKeep {
  /** Where it goes on; null where it begins. */
  readonly from: SavedRun | null;
  /** Null where it is not kept. */
  keeping(facts: Pick<SavedRun, 'normalisation' | 'stepsPerEpoch'>): RunKeeping | null;
  /** It came to its end, or to one that it cannot go on from: nothing is kept of it any more. */
  over(): Promise<void>;
  /** Another run, or another tab's, may be kept. */
  release(): void;
}

const UNKEPT: RunKeep = {
  from: null,
  keeping: () => null,
  over: async () => undefined,
  release: () => undefined,
};

/** The calls about a run that did not end, and the keeping of those that begin. Without a place nothing is kept. */
export function createCheckpointHandlers(place: CheckpointPlace | null, emit: (event: EngineEvent) => void) {
  const handlers: Pick<EngineHandlers, CheckpointCall> = {
    async 'checkpoint.find'() {
      const found = await (await place?.open())?.find();
      if (!found) return { run: null, problem: null };
      const { run, problem } = found;
      if (!run) return { run, problem };
      const { position, ...others } = run;
      return { run: { ...others, step: position.step, seconds: position.seconds }, problem };
    },
    async 'checkpoint.forget'() {
      await (await place?.open())?.clear();
      return null;
    },
  };

  const begin = async (request: KeepRequest | undefined): Promise<RunKeep> => {
    if (!request || !place) return UNKEPT;
    const claim = await place.claim();
    try {
      return await begun(request, claim);
    } catch (error) {
      if (claim.store) claim.release();
      throw error;
    }
  };

  const begun = async ({ identity, goesOn }: KeepRequest, claim: Claim): Promise<RunKeep> => {
    if (!claim.store) {
      if (goesOn) throw new ProblemError({ ...claim.problem, severity: 'error' });
      emit({ type: 'run.unkept', problem: claim.problem });
      return UNKEPT;
    }
    const { store, release } = claim;
    const from = goesOn ? (await store.find()).run : null;
    if (goesOn && !from)
      fail('checkpoint.none', 'The run', 'that did not end is not there any more.', 'Start a run instead.');
    if (from && !isSameRun(from.identity, identity))
      fail(
        'checkpoint.other-run',
        'The run',
        'that did not end was of other sounds, labels, parts or settings than these.',
        'Open the same sounds with the same corrections, or forget that run.',
      );
    return {
      from,
      keeping: (facts) =>
        createRunKeeping({
          store,
          identity,
          from,
          facts,
          told: {
            kept: (step) => emit({ type: 'run.kept', step }),
            failed: (problem) => emit({ type: 'run.unkept', problem }),
          },
        }),
      over: () => store.clear(),
      release,
    };
  };

  return { handlers, begin };
}
