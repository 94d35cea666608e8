import { identityDifferences } from '../checkpoints/identity';
import type { SavedRun } from '../checkpoints/savedRun';
import { fail, ProblemError } from '../core/problem';
import type { CheckpointPlace, Claim } from './checkpointFolder';
import { createHeldRun } from './heldRun';
import type { EngineEvent, KeepRequest, UnendedRun } from './protocol';
import type { EngineHandlers } from './rpc';
import { createRunKeeping, type RunKeeping } from './runKeeping';

type CheckpointCall = 'checkpoint.find' | 'checkpoint.forget' | 'checkpoint.hold';

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

/**
 * The calls about a run that did not end, and the keeping of those that begin. Without a place nothing is kept; where there
 * is one that cannot be had, the page holds a run's position, for the case that the engine is lost.
 */
export function createCheckpointHandlers(place: CheckpointPlace | null, emit: (event: EngineEvent) => void) {
  const held = createHeldRun((content) => emit({ type: 'checkpoint.held', content }));
  const handlers: Pick<EngineHandlers, CheckpointCall> = {
    async 'checkpoint.find'() {
      if (!place) return { run: null, problem: null };
      const mine = (await held.find()).run;
      if (mine) return { run: withoutPosition(mine), problem: null };
      const claim = await place.look();
      if (!claim.store) return { run: null, problem: claim.problem };
      try {
        const { run, problem } = await claim.store.find();
        return { run: run && withoutPosition(run), problem };
      } finally {
        claim.release();
      }
    },
    async 'checkpoint.hold'({ content }) {
      held.put(content);
      return null;
    },
    async 'checkpoint.forget'() {
      if (held.isThere()) {
        await held.clear();
        return null;
      }
      const claim = await place?.claim();
      if (!claim) return null;
      const { store, release } = needed(claim);
      await store.clear().finally(release);
      return null;
    },
  };

  const begin = async (request: KeepRequest | undefined): Promise<RunKeep> => {
    if (!request || !place) return UNKEPT;
    const claim = await place.claim();
    if (!request.goesOn) await held.clear();
    if (!claim.store && (!request.goesOn || held.isThere())) {
      emit({ type: 'run.unkept', problem: claim.problem });
      return begun(request, { store: held, release: () => undefined }, true);
    }
    const had = needed(claim);
    try {
      return await begun(request, had, false);
    } catch (error) {
      had.release();
      throw error;
    }
  };

  const begun = async (
    { identity, goesOn }: KeepRequest,
    { store, release }: Had,
    inPage: boolean,
  ): Promise<RunKeep> => {
    const from = goesOn ? ((await held.find()).run ?? (await store.find()).run) : null;
    if (goesOn && !from)
      fail('checkpoint.none', 'The run', 'that did not end is not there any more.', 'Start a run instead.');
    const differences = from ? identityDifferences(from.identity, identity) : [];
    if (differences.length > 0)
      fail(
        'checkpoint.other-run',
        'The run',
        `cannot go on, for it was made otherwise: ${differences.join('; ')}.`,
        'Open what it was made of, with the same corrections, or forget that run.',
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
            kept: (step) => emit({ type: 'run.kept', step, inPage }),
            failed: (problem) => emit({ type: 'run.unkept', problem }),
          },
        }),
      async over() {
        await held.clear();
        await store.clear();
      },
      release,
    };
  };

  return { handlers, begin };
}

type Had = Extract<Claim, { release(): void }>;

function withoutPosition({ position, ...others }: SavedRun): UnendedRun {
  return { ...others, step: position.step, seconds: position.seconds };
}

/** @throws ProblemError where the place cannot be had */
function needed(claim: Claim): Had {
  if (claim.store) return claim;
  throw new ProblemError({ ...claim.problem, severity: 'error' });
}
