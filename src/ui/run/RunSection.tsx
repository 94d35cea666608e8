import { lazy, Suspense } from 'react';
import { AwayFields } from '../away/AwayFields';
import { ErrorBoundary } from '../common/ErrorBoundary';
import { ProblemNote } from '../common/ProblemNote';
import { Section } from '../common/Section';
import controls from '../common/controls.module.css';
import { useApp } from '../sessionContext';
import { ChartsEmpty } from './ChartsEmpty';
import { RunNumbers } from './RunNumbers';
import { RunStages } from './RunStages';

const Charts = lazy(() => import('./Charts').then((module) => ({ default: module.Charts })));

/** Step 3: the run as it happens. */
export function RunSection() {
  const status = useApp((state) => state.run.status);
  const problem = useApp((state) => state.run.problem);
  return (
    <Section id="run" step={3} title="Run">
      {problem ? <ProblemNote problem={problem} /> : null}
      <RunNumbers />
      <RunStages />
      <AwayFields />
      {status === 'idle' ? (
        <ChartsEmpty />
      ) : (
        <ErrorBoundary part="Charts">
          <Suspense fallback={<p className={controls.quiet}>Loading the charts</p>}>
            <Charts />
          </Suspense>
        </ErrorBoundary>
      )}
    </Section>
  );
}
