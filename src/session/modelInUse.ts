import { fail } from '../core/problem';
import type { AppState } from '../store/state';
import type { RunConfig } from '../training/config';

/** How the trained model wants its sound. @throws ProblemError `try.untrained` where there is none */
export function modelInUse({ adapter, run }: Pick<AppState, 'adapter' | 'run'>, subject: string): RunConfig {
  const config = adapter.config?.run ?? run.config;
  if (config && adapter.origin !== null) return config;
  return fail('try.untrained', subject, 'cannot be classified yet.', 'Train first, or import an adapter.');
}
