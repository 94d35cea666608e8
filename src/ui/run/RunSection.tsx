import { lazy, Suspense } from 'react';
import { ErrorBoundary } from '../common/ErrorBoundary';
import { ProblemNote } from '../common/ProblemNote';
import { Section } from '../common/Section';
import controls from '../common/controls.module.css';
import { useApp } from '../sessionContext';
import { ChartsEmpty } from './ChartsEmpty';
import { RunNumbers } from './RunNumbers';

const Charts = lazy(() => import('./Charts').then((module) => ({ default: module.Charts })));
const ResultsPanel = lazy(() => import('../errors/ResultsPanel').then((module) => ({ default: module.ResultsPanel })));

/** Step 4: the run as it happens, and what came of it. */
export function RunSection() {
  const status = useApp((state) => state.run.status);
  const problem = useApp((state) => state.run.problem);
  const hasPredictions = useApp((state) => (state.run.predictions?.length ?? 0) > 0);
  return (
    <Section id="run" step={4} title="Run">
      {problem ? <ProblemNote problem={problem} /> : null}
      <RunNumbers />
      {status === 'idle' ? (
        <ChartsEmpty />
      ) : (
        <ErrorBoundary part="Charts">
          <Suspense fallback={<p className={controls.quiet}>Loading the charts</p>}>
            <Charts />
          </Suspense>
          <Suspense fallback={null}>{hasPredictions ? <ResultsPanel /> : null}</Suspense>
        </ErrorBoundary>
      )}
    </Section>
  );
}
