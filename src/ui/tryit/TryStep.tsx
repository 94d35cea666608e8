import { useState } from 'react';
import { Section } from '../common/Section';
import { useMarkExported } from '../exportedContext';
import { LivePanel } from '../live/LivePanel';
import { useApp } from '../sessionContext';
import { Tabs } from '../common/Tabs';
import { RecordingPanel } from '../timeline/RecordingPanel';
import { AdapterCard } from './AdapterCard';
import { SoundsPanel } from './SoundsPanel';
import { UntrainedNote } from './UntrainedNote';
import styles from './TryIt.module.css';

const TABS = [
  { id: 'sounds', title: 'Sounds', Panel: SoundsPanel },
  { id: 'live', title: 'Microphone', Panel: LivePanel },
  { id: 'recording', title: 'Long recording', Panel: RecordingPanel },
] as const;

/** Step 7: the trained model on sounds, on the microphone, on a long recording; the adapter out, and another in. */
export function TryStep() {
  const markExported = useMarkExported();
  const canPredict = useApp((state) => state.adapter.origin !== null);
  const [tab, setTab] = useState<string>(TABS[0].id);
  const { Panel } = TABS.find(({ id }) => id === tab) ?? TABS[0];
  return (
    <Section id="try" step={7} title="Try it" lead="Give the trained model a sound it has never heard.">
      {canPredict ? null : <UntrainedNote />}
      <Tabs label="Ways to try it" tabs={TABS} value={tab} onChange={setTab}>
        <Panel canPredict={canPredict} />
      </Tabs>
      <div className={styles.adapter}>
        <AdapterCard onExport={markExported} />
      </div>
    </Section>
  );
}
