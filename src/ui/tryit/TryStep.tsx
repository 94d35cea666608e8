import { FileAudio } from 'lucide-react';
import { useState } from 'react';
import { FileButton } from '../common/FileButton';
import { ProblemNote } from '../common/ProblemNote';
import { Section } from '../common/Section';
import { useMarkExported } from '../exportedContext';
import { useApp, useSession } from '../sessionContext';
import { AdapterCard } from './AdapterCard';
import { Predictions } from './Predictions';
import styles from './TryIt.module.css';

/** Step 7: predict on a sound, take the adapter home, bring one back. */
export function TryStep() {
  const markExported = useMarkExported();
  const session = useSession();
  const tries = useApp((state) => state.tries);
  const canPredict = useApp((state) => state.adapter.origin !== null);
  const [isOver, setIsOver] = useState(false);
  const predict = (files: readonly File[] | FileList) => {
    const [file] = files;
    if (file) void session.predictFile(file);
  };
  return (
    <Section id="try" step={7} title="Try it" lead="Give the trained model a sound it has never heard.">
      <div className={styles.columns}>
        <div className={styles.column}>
          <div
            className={styles.zone}
            role="group"
            aria-label="Sound to classify"
            data-over={isOver ? '' : undefined}
            onDragOver={(event) => {
              event.preventDefault();
              setIsOver(true);
            }}
            onDragLeave={() => setIsOver(false)}
            onDrop={(event) => {
              event.preventDefault();
              setIsOver(false);
              if (canPredict) predict(event.dataTransfer.files);
            }}
          >
            <FileButton
              onFiles={predict}
              accept="audio/*,.wav,.flac,.ogg,.opus,.mp3,.m4a"
              disabled={!canPredict || tries.busy}
              testId="predict-input"
            >
              <FileAudio size={16} aria-hidden /> Choose a sound
            </FileButton>
            <p>{canPredict ? 'or drop one here' : 'Train first, or import an adapter.'}</p>
          </div>
          {tries.problem ? <ProblemNote problem={tries.problem} /> : null}
          <Predictions />
        </div>
        <AdapterCard onExport={markExported} />
      </div>
    </Section>
  );
}
