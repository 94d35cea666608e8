import { useMemo } from 'react';
import { placeOf, type Place } from '../../attention/choose';
import { bandOf } from '../../attention/choose';
import type { LookState } from '../../attention/lookState';
import type { LookFacts } from '../../attention/types';
import { FRONT_ENDS } from '../../audio/frontEnds';
import type { Features } from '../../audio/types';
import { useApp } from '../sessionContext';
import { framesOf, rangeOf } from './maps';
import { paddingOf, type Padding } from './padding';
import { differenceOf, panelMap, referenceOf, symmetricRange, type From } from './panelMaps';
import { useKnown } from './SourcePicker';
import { sourceTitle } from './sources';
import { bandSeconds } from './places';

/** One panel as it is drawn. */
export interface PanelView {
  readonly name: string;
  readonly facts: LookFacts | null;
  readonly map: Float32Array | null;
  readonly range: readonly [number, number];
}

/** Everything that the pictures of the stage are drawn from. */
export interface StageView {
  /** The grid that bands and tokens are counted on. */
  readonly facts: LookFacts;
  readonly panels: readonly PanelView[];
  readonly difference: (PanelView & { readonly facts: LookFacts; readonly map: Float32Array }) | null;
  /** Over the maps that share a scale. */
  readonly range: readonly [number, number];
  readonly band: readonly [number, number];
  /** The band as shares of the time axis. */
  readonly bandShare: readonly [number, number];
  readonly from: Place | null;
  readonly frames: number;
  readonly seconds: number;
  readonly padding: Padding | null;
}

/**
 * The stage's pictures from what the store holds; null until something was seen.
 * @param from the token that is looked from now, as where one is hovered over
 */
export function useStage(look: LookState, spectrogram: Features, from: From, ownScale: boolean): StageView | null {
  const known = useKnown();
  const depth = useApp((state) => state.backbone.summary?.config.depth ?? 1);
  return useMemo(() => {
    const facts = referenceOf(look.panels);
    if (!facts) return null;
    const maps = look.panels.map((panel) => panelMap(look, panel, from, depth));
    const range = rangeOf(maps.filter((map) => map !== null));
    const panels = look.panels.map((panel, i): PanelView => {
      const map = maps[i] ?? null;
      const own = map && ownScale ? rangeOf([map]) : range;
      return { name: sourceTitle(panel.source, known), facts: panel.facts, map, range: own };
    });
    const frames = framesOf(facts);
    const band = bandOf(look, facts.grid[1]);
    const seconds = frames / FRONT_ENDS[facts.frontEnd].framesPerSecond;
    const [start, end] = bandSeconds(facts, band);
    return {
      facts,
      panels,
      difference: differenceView(look, panels),
      range,
      band,
      bandShare: [start / seconds, Math.min(1, end / seconds)],
      from: from === null ? null : placeOf(from, facts),
      frames,
      seconds,
      padding: paddingOf(spectrogram.frames, facts),
    };
  }, [look, spectrogram, from, ownScale, depth, known]);
}

function differenceView({ difference }: LookState, panels: readonly PanelView[]): StageView['difference'] {
  if (!difference) return null;
  const [first, second] = difference.map((i) => panels[i]);
  const map = differenceOf(first?.map ?? null, second?.map ?? null);
  const isSame = first?.facts?.grid.join() === second?.facts?.grid.join();
  if (!map || !isSame || !second?.facts || !first) return null;
  return { name: `${second.name} − ${first.name}`, facts: second.facts, map, range: symmetricRange(map) };
}
