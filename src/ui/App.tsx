import { lazy, Suspense, useMemo, useState } from 'react';
import type { BackendChoice } from '../ops/backend';
import { AdapterStep } from './adapter/AdapterStep';
import styles from './App.module.css';
import { BackboneStep } from './backbone/BackboneStep';
import { ErrorBoundary } from './common/ErrorBoundary';
import { ConsentProvider } from './consentContext';
import { DataStep } from './data/DataStep';
import { PageDrop } from './data/PageDrop';
import { Header } from './header/Header';
import { Milestones } from './Milestones';
import { RunBar } from './run/RunBar';
import { RunSection } from './run/RunSection';
import { useLeaveWarning } from './useLeaveWarning';

const SweepSection = lazy(() => import('./sweep/SweepSection').then((module) => ({ default: module.SweepSection })));
const LookSection = lazy(() => import('./look/LookSection').then((module) => ({ default: module.LookSection })));
const BenchSection = lazy(() => import('./bench/BenchSection').then((module) => ({ default: module.BenchSection })));
const TryStep = lazy(() => import('./tryit/TryStep').then((module) => ({ default: module.TryStep })));

/** The whole page, in the order of the work: settings on the left, what comes of them on the right. */
export function App({ initialBackend }: { readonly initialBackend: BackendChoice }) {
  const [consented, consent] = useState<string | null>(null);
  const markExported = useLeaveWarning();
  const agreement = useMemo(() => ({ consented, consent }), [consented]);
  return (
    <ConsentProvider value={agreement}>
      <div className={styles.page}>
        <Header initialBackend={initialBackend} />
        <PageDrop />
        <main className={styles.main}>
          <div className={styles.settings}>
            <ErrorBoundary part="Data">
              <DataStep />
            </ErrorBoundary>
            <ErrorBoundary part="Backbone">
              <BackboneStep />
            </ErrorBoundary>
            <ErrorBoundary part="Adapter and recipe">
              <AdapterStep />
            </ErrorBoundary>
          </div>
          <div className={styles.results}>
            <RunBar />
            <ErrorBoundary part="Run">
              <RunSection />
            </ErrorBoundary>
            <ErrorBoundary part="Sweeps and tables">
              <Suspense fallback={null}>
                <SweepSection />
              </Suspense>
            </ErrorBoundary>
            <ErrorBoundary part="Look inside and Try it">
              <Suspense fallback={null}>
                <LookSection />
                <TryStep onExport={markExported} />
              </Suspense>
            </ErrorBoundary>
            <ErrorBoundary part="Benchmark">
              <Suspense fallback={null}>
                <BenchSection />
              </Suspense>
            </ErrorBoundary>
          </div>
        </main>
        <footer className={styles.footer}>
          Look-Aside Adapters: Yeo, Jang, Chae, Mun and Kim, “When Vision Models Meet Parameter Efficient Look-Aside
          Adapters Without Large-Scale Audio Pretraining”. Demo sounds: Sonic Pi, CC0.
        </footer>
        <Milestones />
      </div>
    </ConsentProvider>
  );
}
