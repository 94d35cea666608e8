import { lazy, Suspense } from 'react';
import { ErrorBoundary } from '../common/ErrorBoundary';
import { Section } from '../common/Section';
import { DropZone } from '../data/DropZone';
import { TourOffer } from '../tour/TourOffer';
import styles from './Start.module.css';

const ExamplePanel = lazy(() => import('./ExamplePanel').then((module) => ({ default: module.ExamplePanel })));

/** The first thing that is seen: what this is, where sounds go in, and a run that has happened. */
export function StartView() {
  return (
    <Section
      id="start"
      title="Teach a vision transformer to listen"
      lead="Drop a folder of sounds and train small adapters beside a frozen image model, here in this tab."
    >
      <TourOffer />
      <div data-tour="sounds">
        <DropZone compact={false} />
      </div>
      <div data-tour="example" className={styles.example}>
        <ErrorBoundary part="The example">
          <Suspense fallback={null}>
            <ExamplePanel />
          </Suspense>
        </ErrorBoundary>
      </div>
    </Section>
  );
}
