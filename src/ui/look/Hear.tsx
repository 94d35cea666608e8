import { Square, Volume2 } from 'lucide-react';
import { useState, type RefObject } from 'react';
import type { PatchMask } from '../../audio/patchGain';
import controls from '../common/controls.module.css';
import { ProblemNote } from '../common/ProblemNote';
import { SelectField } from '../common/SelectField';
import { Term } from '../common/Term';
import { useAttempt } from '../common/useAttempt';
import { useSession } from '../sessionContext';
import styles from './Look.module.css';
import { usePlayer } from './usePlayer';
import type { StageView } from './useStage';

const SOUNDS = [
  { key: 'clip', label: 'Play the clip' },
  { key: 'attended', label: 'What is attended' },
  { key: 'rest', label: 'The rest' },
] as const;

type SoundKey = (typeof SOUNDS)[number]['key'];

interface HearProps {
  readonly clip: string;
  readonly view: StageView;
  readonly stage: RefObject<HTMLElement | null>;
}

/** The clip, and the clip through a panel's map as a time-frequency mask. */
export function Hear({ clip, view, stage }: HearProps) {
  const session = useSession();
  const { attempt, problem } = useAttempt(clip);
  const [chosen, setChosen] = useState<string | null>(null);
  const { current, isPlaying, toggle } = usePlayer<SoundKey>(clip, view.seconds, stage);
  const shown = view.panels.flatMap(({ name, facts, map }, i) =>
    facts && map ? [{ at: String(i), name, facts, map }] : [],
  );
  const panel = shown.find(({ at }) => at === chosen) ?? shown.at(-1);

  const load = (key: SoundKey) => {
    if (key === 'clip' || !panel) return session.clipAudio(clip);
    const { grid, patch, stride, frontEnd } = panel.facts;
    const mask: PatchMask = { map: panel.map, grid, patch, stride, frontEnd };
    return session.attendedAudio(clip, { seconds: view.seconds, mask, side: key });
  };
  return (
    <div className={styles.hear} role="group" aria-label="Hear">
      <div className={controls.row}>
        {SOUNDS.map(({ key, label }) => (
          <button
            key={key}
            type="button"
            className={controls.button}
            disabled={key !== 'clip' && !panel}
            aria-pressed={current === key}
            onClick={() => attempt(() => toggle(key, () => load(key)))}
            data-testid={`hear-${key}`}
          >
            {current === key && isPlaying ? <Square size={14} aria-hidden /> : <Volume2 size={16} aria-hidden />}
            {label}
          </button>
        ))}
        <Term name="hear" />
      </div>
      {shown.length > 1 && panel ? (
        <SelectField
          label="Attended by"
          value={panel.at}
          options={shown.map(({ at, name }) => [at, name] as const)}
          onChange={setChosen}
        />
      ) : null}
      {problem ? <ProblemNote problem={problem} /> : null}
    </div>
  );
}
