import { useCallback, useEffect, useRef, useState } from 'react';
import { connectWorker } from '../../bench/connectWorker';
import type { ConfigurationName } from '../../bench/configurations';
import { runBench } from '../../bench/runBench';
import { summarise, type BenchReport } from '../../bench/summary';
import { isAbort, problemOf, type Problem } from '../../core/problem';
import { Pace, type Progress } from '../../core/progress';
import type { BackendName } from '../../ops/backend';

export interface BenchState {
  readonly isRunning: boolean;
  readonly progress: Progress | null;
  /** The last run that was finished. */
  readonly report: BenchReport | null;
  /** Why the last run gave no report. */
  readonly problem: Problem | null;
}

const NOTHING: BenchState = { isRunning: false, progress: null, report: null, problem: null };

/**
 * Runs the benchmark in workers of its own. It ends with the component, and as soon as `obstacle` says why it should not be
 * running.
 */
export function useBench(obstacle: string | null): BenchState & {
  readonly start: (backend: BackendName, configuration: ConfigurationName, steps: number) => void;
  readonly stop: () => void;
} {
  const [state, setState] = useState(NOTHING);
  const running = useRef<AbortController | null>(null);
  const stop = useCallback(() => running.current?.abort(), []);
  useEffect(() => stop, [stop]);
  useEffect(() => {
    if (obstacle) stop();
  }, [obstacle, stop]);

  const start = useCallback((backend: BackendName, configuration: ConfigurationName, steps: number) => {
    const control = new AbortController();
    running.current = control;
    setState({ ...NOTHING, isRunning: true });
    const modelUrl = new URL('models/vit-nano/', document.baseURI).href;
    const plan = { contestants: ['ours', 'plain'], backend, configuration, steps, modelUrl } as const;
    const pace = new Pace();
    runBench(
      plan,
      connectWorker,
      ({ done, total }) => {
        const secondsLeft = pace.secondsLeft(done, total);
        const progress: Progress = { stage: 'benchmark', done, total, unit: 'passes', secondsLeft };
        setState((now) => ({ ...now, progress }));
      },
      control.signal,
    ).then(
      (measured) => setState({ ...NOTHING, report: summarise(plan, measured) }),
      (error: unknown) => setState({ ...NOTHING, problem: isAbort(error) ? null : problemOf(error, 'The benchmark') }),
    );
  }, []);
  return { ...state, start, stop };
}
