import { useDeferredValue, useMemo, useRef, useState } from 'react';
import type { Features } from '../../audio/types';
import { useApp } from '../sessionContext';
import { EntropyChart } from './EntropyChart';
import { EpochScrubber } from './EpochScrubber';
import { ExportFigure } from './figure/ExportFigure';
import { FromFields } from './FromFields';
import { HeadGrid } from './HeadGrid';
import { Hear } from './Hear';
import styles from './Look.module.css';
import { LookFields, type Drawing } from './LookFields';
import { PanelActions } from './PanelActions';
import type { Shared } from './PanelPlot';
import { paintSpectrogram } from './pixels';
import { Readout } from './Readout';
import { StagePlots } from './StagePlots';
import { useStage } from './useStage';

const FIRST_DRAWING: Drawing = { how: 'bilinear', cover: 0.7, ownScale: false };

/** The clip's spectrogram, what models attend to in it, and everything that chooses among them. */
export function LookStage({ spectrogram }: { readonly spectrogram: Features }) {
  const look = useApp((state) => state.look);
  const stage = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState(FIRST_DRAWING);
  /** The patch below the pointer, as a token of the first panel's grid. */
  const [hovered, setHovered] = useState<number | null>(null);
  const over = useDeferredValue(hovered);
  const looksFromPatch = look.token !== null && look.token >= (look.panels[0]?.facts?.prefix ?? 0);
  const view = useStage(look, spectrogram, looksFromPatch ? (over ?? look.token) : look.token, drawing.ownScale);
  // The panels come first; what is beside them is drawn when they are there.
  const after = useDeferredValue(view, null);
  const frames = view?.frames ?? 0;
  const base = useMemo(() => paintSpectrogram(spectrogram, frames, 'grey'), [spectrogram, frames]);
  if (!view) return null;
  const shared: Shared = {
    base,
    how: drawing.how,
    cover: drawing.cover,
    frontEnd: view.facts.frontEnd,
    seconds: view.seconds,
    band: look.token === null && (look.shown === 'attention' || look.shown === 'rollout') ? view.bandShare : null,
    padding: view.padding,
  };
  return (
    <div ref={stage} className={styles.stage} data-busy={look.busy ? '' : undefined}>
      <StagePlots
        spectrogram={spectrogram}
        view={view}
        shared={shared}
        ownScale={drawing.ownScale}
        stage={stage}
        onHover={setHovered}
      />
      <Readout view={view} token={over} />
      <FromFields view={view} />
      {look.clip === null ? null : <Hear clip={look.clip} view={view} stage={stage} />}
      <LookFields view={view} drawing={drawing} onDraw={setDrawing} />
      <PanelActions />
      <ExportFigure view={view} spectrogram={spectrogram} drawing={drawing} />
      <EpochScrubber />
      {after ? (
        <div className={styles.layers}>
          <HeadGrid view={after} />
          <EntropyChart />
        </div>
      ) : null}
    </div>
  );
}
