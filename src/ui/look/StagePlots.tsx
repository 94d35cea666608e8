import { useMemo, type RefObject } from 'react';
import { FRONT_ENDS } from '../../audio/frontEnds';
import type { Features } from '../../audio/types';
import { isWindowed } from '../../training/preparation';
import { Term } from '../common/Term';
import { seconds as secondsText } from '../format';
import { useApp, useSession } from '../sessionContext';
import { EmptyPanel } from './EmptyPanel';
import styles from './Look.module.css';
import { framesOf } from './maps';
import { paddedColumns } from './padding';
import { whereText } from './panelMaps';
import { boxOf, PanelPlot, type Shared } from './PanelPlot';
import { PictureTarget, type Point } from './PictureTarget';
import { paintSpectrogram } from './pixels';
import { bandSeconds, movedBand, movedToken, patchAt, tokenText } from './places';
import { Plot } from './Plot';
import { SourcePicker } from './SourcePicker';
import type { StageView } from './useStage';

interface StagePlotsProps {
  readonly spectrogram: Features;
  readonly view: StageView;
  readonly shared: Shared;
  readonly ownScale: boolean;
  /** What holds the plots: the place of the cross-hairs is set on it. */
  readonly stage: RefObject<HTMLElement | null>;
  readonly onHover: (token: number | null) => void;
}

/** The spectrogram, a picture for each panel, and the difference of two where it is asked for. */
export function StagePlots({ spectrogram, view, shared, ownScale, stage, onHover }: StagePlotsProps) {
  const session = useSession();
  const look = useApp((state) => state.look);
  const config = useApp((state) => state.config);
  const { facts, panels, difference, band, seconds, padding } = view;
  const sources = look.panels.map(({ source }) => source);
  const coloured = useMemo(() => paintSpectrogram(spectrogram, view.frames, 'spectrogram'), [spectrogram, view.frames]);
  const isPatch = look.token !== null && look.token >= facts.prefix;
  const isBand = look.token === null;

  const pick = ({ x, y }: Point) => {
    const [f, w] = patchAt(facts, x, y);
    if (!isBand) return void session.look({ token: facts.prefix + f * facts.grid[1] + w });
    const width = band[1] - band[0];
    void session.look({ band: movedBand(band, facts.grid[1], w - band[0] - Math.floor(width / 2)) });
  };
  const hover = (at: Point | null) => {
    const place = stage.current;
    if (!place) return;
    if (!at) {
      delete place.dataset.hover;
      return onHover(null);
    }
    place.dataset.hover = '';
    place.style.setProperty('--at-x', String(at.x));
    place.style.setProperty('--at-y', String(at.y));
    const [f, w] = patchAt(facts, at.x, at.y);
    onHover(facts.prefix + f * facts.grid[1] + w);
  };
  const move = (df: number, dw: number, widen: boolean) => {
    if (look.token !== null) return void session.look({ token: movedToken(look.token, facts, df, dw) });
    void session.look({ band: movedBand(band, facts.grid[1], dw, widen) });
  };
  const [start, end] = bandSeconds(facts, band).map(secondsText);
  const chosen = look.token === null ? `key time, ${start} to ${end}` : tokenText(look.token, facts);
  const how = isBand ? 'Left and right arrows move it, with Shift they widen it.' : 'Arrow keys move it.';
  const target = (name: string) => (
    <PictureTarget label={`${name}: ${chosen}. ${how}`} onPick={pick} onHover={hover} onMove={move} drags={isBand} />
  );
  const where = whereText(look, facts.layers);
  const own = spectrogram.frames / FRONT_ENDS[facts.frontEnd].framesPerSecond;
  const emptyColumns = padding && paddedColumns(padding, facts.grid[1]);
  const isAttention = look.shown === 'attention' || look.shown === 'rollout';
  const patch = view.from;

  return (
    <div className={styles.plots}>
      <Plot
        title="Spectrogram"
        label={`Log-mel spectrogram of ${look.clip ?? 'the clip'}, ${secondsText(seconds)}${padding ? `, of which the last ${secondsText(seconds - own)} are padding` : ''}`}
        picture={coloured}
        frontEnd={shared.frontEnd}
        seconds={seconds}
        band={shared.band}
        patch={isPatch && patch?.kind === 'patch' ? boxOf(facts, patch.f, patch.w) : null}
        padding={padding}
        target={target('Spectrogram')}
      >
        {padding ? (
          <p className={styles.note}>
            The clip ends after {secondsText(own)}; the hatched rest is padding
            {emptyColumns ? `, and token ${emptyColumns}` : ''}. <Term name="padding" />
          </p>
        ) : null}
        {own > seconds + 0.02 ? (
          <p className={styles.note}>
            {isWindowed(config) ? 'Shown is the first window:' : 'The model sees the first'} {secondsText(seconds)} of{' '}
            {secondsText(own)}.
          </p>
        ) : null}
      </Plot>
      {panels.map(({ name, facts: ownFacts, map, range }, i) => {
        const title = <SourcePicker at={i} sources={sources} />;
        const panel = look.panels[i];
        if (!panel) return null;
        // Pictures lie on one another where their models see the same stretch.
        const isShown = map && ownFacts && framesOf(ownFacts) === view.frames;
        return isShown ? (
          <PanelPlot
            key={i}
            shared={shared}
            name={`${name}, ${where}`}
            title={title}
            facts={ownFacts}
            map={map}
            range={range}
            ownScale={ownScale}
            isAttention={isAttention}
            patch={patch}
            target={target(name)}
            testId="map"
          />
        ) : (
          <EmptyPanel key={i} title={title} panel={panel} shown={look.shown} view={view} />
        );
      })}
      {difference ? (
        <PanelPlot
          shared={{ ...shared, cover: 1 }}
          name={`Difference: ${difference.name}`}
          title={`Difference: ${difference.name}`}
          facts={difference.facts}
          map={difference.map}
          range={difference.range}
          ownScale
          colours="difference"
          isAttention={false}
          patch={patch}
          target={target('Difference')}
          testId="difference"
        />
      ) : null}
    </div>
  );
}
