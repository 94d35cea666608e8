import type { BackendName } from '../ops/backend';
import { audioChecks } from './audioChecks';
import { fusedChecks } from './fusedChecks';
import { lookChecks } from './lookChecks';
import { methodChecks } from './methodChecks';
import { methodGoldenChecks } from './methodGoldens';
import { forwardChecks, trainingChecks } from './modelChecks';
import { normChecks } from './normChecks';
import { checkpointChecks, countChecks, metricChecks } from './plainChecks';
import type { Bounds, Check, CheckResult, Goldens } from './types';

/** Float32 in JavaScript is summed in float64 on the way; the other backends sum in float32, in orders of their own. */
export const BOUNDS: Readonly<Record<BackendName, Bounds>> = {
  cpu: { forward: 2e-4, gradient: 1e-3, loss: 1e-4, final: 1e-3 },
  wasm: { forward: 1e-3, gradient: 1e-3, loss: 5e-4, final: 1e-3 },
  webgpu: { forward: 1e-3, gradient: 1e-3, loss: 5e-4, final: 1e-3 },
};

/** Checks that need no backend, run once; and those that every backend must pass. */
const ONCE: Readonly<Record<string, Check>> = {
  audio: audioChecks,
  metrics: metricChecks,
  'parameter counts': countChecks,
  checkpoints: checkpointChecks,
};
const PER_BACKEND: Readonly<Record<string, Check>> = {
  forward: forwardChecks,
  looking: lookChecks,
  training: trainingChecks,
  'goldens of methods': methodGoldenChecks,
  methods: methodChecks,
  'whole passes': fusedChecks,
  norms: normChecks,
};

/**
 * All checks of one kind. A check that throws is a failed result, and the others go on.
 * @param only the groups whose title holds these words
 */
export async function* runChecks(
  goldens: Goldens,
  backend: BackendName | null,
  only = '',
): AsyncGenerator<CheckResult> {
  const checks = Object.entries(backend ? PER_BACKEND : ONCE).filter(([group]) => group.includes(only));
  for (const [group, check] of checks) {
    try {
      yield* check(goldens, BOUNDS[backend ?? 'cpu']);
    } catch (error) {
      yield { name: group, error: Infinity, bound: 0, note: error instanceof Error ? error.message : String(error) };
    }
  }
}

export const passes = ({ error, bound }: CheckResult): boolean => error <= bound;
