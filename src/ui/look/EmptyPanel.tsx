import type { ReactNode } from 'react';
import type { PanelState, Shown } from '../../attention/lookState';
import { ProblemNote } from '../common/ProblemNote';
import styles from './Look.module.css';
import { framesOf } from './maps';
import type { StageView } from './useStage';

interface EmptyPanelProps {
  readonly title: ReactNode;
  readonly panel: PanelState;
  readonly shown: Shown;
  readonly view: StageView;
}

/** A panel without a picture, and why. */
export function EmptyPanel({ title, panel, shown, view }: EmptyPanelProps) {
  return (
    <figure className={styles.plot}>
      <figcaption className={styles.caption}>{title}</figcaption>
      {panel.problem ? (
        <ProblemNote problem={panel.problem} />
      ) : (
        <p className={styles.nothing}>{why(panel, shown, view)}</p>
      )}
    </figure>
  );
}

function why({ source, busy, facts }: PanelState, shown: Shown, view: StageView): string {
  if (busy) return 'Reading the attention…';
  if (!facts && source.kind === 'model') return 'Nothing has been trained yet. Start a run, or import an adapter.';
  if (!facts) return 'Nothing to see yet.';
  if (framesOf(facts) !== view.frames)
    return 'This model sees another stretch of the clip, so its map cannot stand beside.';
  if (shown === 'attn' || shown === 'ffn')
    return `This model adds nothing beside ${shown === 'attn' ? 'attention' : 'the FFN'} in this layer.`;
  return 'Reading the attention…';
}
