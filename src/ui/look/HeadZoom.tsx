import { Grid2x2 } from 'lucide-react';
import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import type { LookFacts } from '../../attention/types';
import controls from '../common/controls.module.css';
import { headTitle } from './headTitle';
import styles from './Look.module.css';
import { rangeOf } from './maps';
import { paintMap } from './pixels';
import { peakText } from './places';
import { Plot } from './Plot';
import type { StageView } from './useStage';

interface HeadZoomProps {
  readonly view: StageView;
  readonly facts: LookFacts;
  /** [F, W] */
  readonly map: Float32Array;
  readonly layer: number;
  readonly head: number | null;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onClose: () => void;
}

/** One head of the overview, large. Arrow keys go to its neighbours, Escape back to all. */
export function HeadZoom({ view, facts, map, layer, head, onKey, onClose }: HeadZoomProps) {
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  const picture = useMemo(() => paintMap(map, facts.grid, rangeOf([map])), [map, facts]);
  const title = headTitle(layer, head);
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
    else onKey(event);
  };
  return (
    <div className={styles.zoom} role="group" aria-label="One head">
      <div className={controls.row}>
        <button ref={back} type="button" className={controls.button} onClick={onClose} onKeyDown={key}>
          <Grid2x2 size={16} aria-hidden /> All layers and heads
        </button>
        <span className={controls.quiet}>Arrow keys: other heads and layers. The panels above follow.</span>
      </div>
      <Plot
        title={title}
        label={`${title}: ${peakText(map, facts) ?? 'the same everywhere'}`}
        picture={picture}
        sharp
        frontEnd={facts.frontEnd}
        seconds={view.seconds}
        band={view.bandShare}
        padding={view.padding}
      />
      <p role="status" className={controls.hidden}>
        {title}
      </p>
    </div>
  );
}
