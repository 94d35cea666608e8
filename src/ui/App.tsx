import { useMemo, useState } from 'react';
import type { BackendChoice } from '../ops/backend';
import { AboutRow } from './about/AboutRow';
import styles from './App.module.css';
import { AwayProvider } from './away/awayContext';
import { useAwayWork } from './away/useAwayWork';
import { ConsentProvider } from './consentContext';
import { PageDrop } from './data/PageDrop';
import { ExportedProvider } from './exportedContext';
import { Header } from './header/Header';
import { Milestones } from './Milestones';
import { InstallRow } from './offline/InstallRow';
import { OfflineNotes } from './offline/OfflineNotes';
import { RunBar } from './run/RunBar';
import { LinkOffer } from './share/LinkOffer';
import { TourProvider } from './tour/TourProvider';
import { useLeaveWarning } from './useLeaveWarning';
import { StepNav } from './views/StepNav';
import { useFollow } from './views/useFollow';
import { useRoute } from './views/useRoute';
import { ViewStack } from './views/ViewStack';

/** The whole page: the steps of the work beside the one that is shown, and the run's controls always in reach. */
export function App({ initialBackend }: { readonly initialBackend: BackendChoice }) {
  const [consented, consent] = useState<string | null>(null);
  const markExported = useLeaveWarning();
  const agreement = useMemo(() => ({ consented, consent }), [consented]);
  const away = useAwayWork();
  const { view } = useRoute();
  useFollow();
  return (
    <ConsentProvider value={agreement}>
      <ExportedProvider value={markExported}>
        <AwayProvider value={away}>
          <TourProvider>
            <div className={styles.page}>
              <Header initialBackend={initialBackend} />
              <div className={styles.steps}>
                <StepNav current={view} />
              </div>
              <div className={styles.work}>
                <OfflineNotes />
                <LinkOffer />
                <PageDrop />
                <section className={styles.run} aria-label="Run">
                  <RunBar />
                </section>
                <ViewStack current={view} />
              </div>
              <footer className={styles.footer}>
                <p>
                  Look-Aside Adapters: Yeo, Jang, Chae, Mun and Kim, “When Vision Models Meet Parameter Efficient
                  Look-Aside Adapters Without Large-Scale Audio Pretraining”. Demo sounds: Sonic Pi, CC0.
                </p>
                <AboutRow />
                <InstallRow />
              </footer>
              <Milestones />
            </div>
          </TourProvider>
        </AwayProvider>
      </ExportedProvider>
    </ConsentProvider>
  );
}
