import { Pause, Play } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { LookSource } from '../../attention/types';
import { Field } from '../common/Field';
import controls from '../common/controls.module.css';
import { bytes, plural } from '../format';
import { useApp, useSession } from '../sessionContext';
import styles from './Look.module.css';
import { usePrefersReducedMotion } from './usePrefersReducedMotion';

/** How long an epoch stays before the next, while they play. */
const STAY_MS = 700;

/** Goes through the epochs of the last run, in the last panel that shows it. */
export function EpochScrubber() {
  const session = useSession();
  const panels = useApp((state) => state.look.panels);
  const busy = useApp((state) => state.look.busy);
  const { held, offered, bytes: size, budget } = useApp((state) => state.look.epochs);
  const [isPlaying, setIsPlaying] = useState(false);
  const isStill = usePrefersReducedMotion();
  const at = panels.findLastIndex(({ source }) => source.kind === 'epoch' || source.kind === 'model');
  const source = panels[at]?.source;
  const place = source?.kind === 'epoch' ? held.indexOf(source.epoch) : held.length;
  const isLast = place >= held.length - 1;
  const show = (next: LookSource) => void session.setPanels(panels.map((panel, i) => (i === at ? next : panel.source)));
  const showEpoch = (i: number) => {
    const epoch = held[i];
    if (epoch !== undefined) show({ kind: 'epoch', epoch });
  };

  useEffect(() => {
    if (!isPlaying || busy) return;
    const timer = setTimeout(() => (isLast ? setIsPlaying(false) : showEpoch(place + 1)), STAY_MS);
    return () => clearTimeout(timer);
  });

  if (held.length === 0 || at < 0) return null;
  const play = () => {
    if (isStill) return showEpoch(isLast ? 0 : place + 1);
    if (!isPlaying && isLast) showEpoch(0);
    setIsPlaying(!isPlaying);
  };
  const text = place < held.length && place >= 0 ? `epoch ${held[place]} of ${offered}` : 'the model as it is now';
  const kept =
    held.length === offered ? 'All epochs are held' : `${held.length} of ${plural(offered, 'epoch')} are held`;
  return (
    <div className={styles.scrubber} data-testid="epochs">
      <button type="button" className={controls.button} onClick={play}>
        {isPlaying ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
        {isStill ? 'Next epoch' : isPlaying ? 'Pause' : 'Watch it sharpen'}
      </button>
      <Field
        label="Epoch"
        term="epochScrub"
        hint={`Panel ${at + 1}: ${text}. ${kept}: ${bytes(size)} of ${bytes(budget)}.`}
      >
        {({ id, describedBy }) => (
          <input
            id={id}
            type="range"
            min={0}
            max={Math.max(1, held.length - 1)}
            step={1}
            value={Math.min(place, held.length - 1)}
            aria-valuetext={text}
            aria-describedby={describedBy}
            onChange={(event) => showEpoch(Number(event.target.value))}
          />
        )}
      </Field>
      {source?.kind === 'epoch' ? (
        <button type="button" className={controls.button} onClick={() => show({ kind: 'model' })}>
          Back to now
        </button>
      ) : null}
    </div>
  );
}
