import { Check, Circle, LoaderCircle } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Progress } from '../../core/progress';
import { clipsPerSecond } from '../../runs/pace';
import { STAGE_NAMES, stageSeconds, type StageName } from '../../runs/stages';
import { progressText } from '../common/ProgressLine';
import { bytes, seconds, significant, timeLeft } from '../format';
import { useApp } from '../sessionContext';
import { isRunActive } from './runPhase';
import styles from './RunStages.module.css';
import { useEngineMemory } from './useEngineMemory';

/** What each stage is called, and which progress is its own. */
const STAGES: Readonly<Record<StageName, { readonly title: string; readonly progress: readonly Progress['stage'][] }>> =
  {
    download: { title: 'Backbone', progress: ['download', 'load'] },
    decode: { title: 'Sounds to spectrograms', progress: ['walk', 'recognise', 'decode'] },
    measure: { title: 'Mean and deviation', progress: ['measure'] },
    compile: { title: 'Model and first step', progress: [] },
    train: { title: 'Training', progress: [] },
    evaluate: { title: 'Validation', progress: ['evaluate'] },
  };

/** Every stage of the run with how long it took, how far it is and what is left; how fast it trains and what it holds. */
export function RunStages() {
  const stages = useApp((state) => state.stages);
  const run = useApp((state) => state.run);
  const loading = useApp((state) => state.backbone.progress);
  const decoding = useApp((state) => state.data.progress);
  const isActive = isRunActive(run.status);
  const memory = useEngineMemory(isActive);
  const now = useNow(stages.current !== null);
  const rate = clipsPerSecond(run.steps, run.config?.batch ?? 0);
  const progressOf = (name: StageName): Progress | null => {
    if (stages.current?.name !== name) return null;
    const own = STAGES[name].progress;
    return [run.progress, loading, decoding].find((one) => one && own.includes(one.stage)) ?? null;
  };
  return (
    <section aria-label="Stages" className={styles.stages} data-testid="stages">
      <ol className={styles.list}>
        {STAGE_NAMES.map((name) => {
          const took = stageSeconds(stages, name, now);
          const isCurrent = stages.current?.name === name;
          const progress = progressOf(name);
          const left = name === 'train' ? run.secondsLeft : (progress?.secondsLeft ?? null);
          return (
            <li key={name} data-state={isCurrent ? 'current' : took === null ? 'waiting' : 'done'}>
              <span className={styles.title}>
                <StageMark isCurrent={isCurrent} isDone={took !== null} />
                {STAGES[name].title}
              </span>
              <span className={styles.time}>
                {took === null ? 'not yet' : seconds(took)}
                {progress ? <>, {progressText(progress)}</> : null}
                {isCurrent && left !== null ? <>, {timeLeft(left)}</> : null}
              </span>
            </li>
          );
        })}
      </ol>
      <p className={styles.pace}>
        {rate === null ? null : <span data-testid="clips-per-second">{significant(rate, 3)} clips per second</span>}
        {memory ? (
          <span data-testid="engine-memory">
            {memory.gpuBytes === null
              ? `${bytes(memory.bytes)} in ${memory.tensors} tensors`
              : `${bytes(memory.gpuBytes)} of graphics memory, ${bytes(memory.bytes)} in ${memory.tensors} tensors`}
          </span>
        ) : null}
      </p>
    </section>
  );
}

function StageMark({ isCurrent, isDone }: { readonly isCurrent: boolean; readonly isDone: boolean }) {
  if (isCurrent) return <LoaderCircle size={14} aria-hidden />;
  return isDone ? <Check size={14} aria-hidden /> : <Circle size={14} aria-hidden />;
}

/** Seconds of the page's clock, anew every second while `isTicking`. */
function useNow(isTicking: boolean): number {
  const [now, setNow] = useState(() => performance.now() / 1000);
  useEffect(() => {
    if (!isTicking) return;
    const timer = setInterval(() => setNow(performance.now() / 1000), 1000);
    return () => clearInterval(timer);
  }, [isTicking]);
  return now;
}
