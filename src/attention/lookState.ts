import type { Features } from '../audio/types';
import type { Problem } from '../core/problem';
import type { Progress } from '../core/progress';
import {
  NO_EPOCHS,
  sourceKey,
  type AttentionMatrix,
  type HeldEpochs,
  type LookFacts,
  type LookSource,
  type Reading,
} from './types';

/** What the panels show: attention of a layer, attention rolled out over all, or what adapters add in a layer. */
export type Shown = 'attention' | 'rollout' | 'attn' | 'ffn';

/** One model's view of the clip. */
export interface PanelState {
  readonly source: LookSource;
  readonly busy: boolean;
  /** Null until the first look, and where there is nothing to see. */
  readonly facts: LookFacts | null;
  /** Of the layer and head, or the rollout, that `matrixOf` names. */
  readonly matrix: AttentionMatrix | null;
  readonly matrixOf: string | null;
  readonly problem: Problem | null;
}

/** Something loaded beside the model, to look at. */
export interface Beside {
  readonly kind: 'adapter' | 'other';
  readonly id: string;
  readonly title: string;
}

/** The maps of every layer and head of one panel. */
export interface Overview {
  /** See `overviewKey`. */
  readonly of: string;
  /** [L, h, F W] */
  readonly maps: Float32Array;
}

/** What a person chose. */
export interface LookChoices {
  /** The clip looked at, or null for none yet. */
  readonly clip: string | null;
  readonly layer: number;
  /** A head's index, or null for the average over heads. */
  readonly head: number | null;
  readonly reading: Reading;
  /** The key time: token columns, first and last; null for the default (320-336 where the clip is that long, else the middle). */
  readonly band: readonly [number, number] | null;
  /** A token to look from in place of the band: prefix tokens first, then patches, time running fastest. */
  readonly token: number | null;
  readonly shown: Shown;
  /** Two panels of which the second less the first is drawn, or null. */
  readonly difference: readonly [number, number] | null;
  /** The panel whose layers and heads the overview shows. */
  readonly overviewPanel: number;
}

export interface LookState extends LookChoices {
  readonly busy: boolean;
  readonly spectrogram: Features | null;
  readonly panels: readonly PanelState[];
  readonly overview: Overview | null;
  readonly epochs: HeldEpochs;
  readonly beside: readonly Beside[];
  /** Of loading something beside; null where nothing is. */
  readonly loading: Progress | 'starting' | null;
  readonly problem: Problem | null;
}

const panelOf = (source: LookSource): PanelState => ({
  source,
  busy: false,
  facts: null,
  matrix: null,
  matrixOf: null,
  problem: null,
});

/** Before and after: the frozen backbone beside the model now. */
const FIRST_PANELS = [panelOf({ kind: 'backbone' }), panelOf({ kind: 'model' })] as const;

export const NO_LOOK: LookState = {
  clip: null,
  layer: 0,
  head: null,
  reading: 'column-as-keys',
  band: null,
  token: null,
  shown: 'attention',
  difference: null,
  overviewPanel: 1,
  busy: false,
  spectrogram: null,
  panels: FIRST_PANELS,
  overview: null,
  epochs: NO_EPOCHS,
  beside: [],
  loading: null,
  problem: null,
};

/** The most panels side by side: the paper's figure has three. */
export const MOST_PANELS = 3;

/** What can happen to what is looked at. */
export type LookEvent =
  | { readonly type: 'look.changed'; readonly patch: Partial<LookChoices> }
  | { readonly type: 'look.busy' }
  /** The panels are what they are for now. */
  | { readonly type: 'look.settled' }
  | { readonly type: 'look.spectrogram'; readonly spectrogram: Features }
  /** Panels by their sources; those that stay keep what they show. */
  | { readonly type: 'look.panels'; readonly sources: readonly LookSource[] }
  /** Of the panel with this source, wherever it stands by now. */
  | { readonly type: 'look.panel'; readonly source: LookSource; readonly patch: Partial<Omit<PanelState, 'source'>> }
  | { readonly type: 'look.overview'; readonly overview: Overview }
  | { readonly type: 'look.loading'; readonly loading: LookState['loading'] }
  | { readonly type: 'look.loaded'; readonly beside: Beside }
  | { readonly type: 'look.unloaded'; readonly id: string }
  | { readonly type: 'look.failed'; readonly problem: Problem };

/** The same choices without anything of a model: another backbone or another data set. */
export function withoutMaps(look: LookState): LookState {
  const panels = look.panels.map(({ source }) => panelOf(source));
  return { ...look, spectrogram: null, overview: null, panels, token: null, band: null };
}

/** Panels of these kinds of source show nothing any more; epochs of a run that is gone become the model itself. */
export function withoutTrained(look: LookState): LookState {
  const panels = look.panels.map((panel) => {
    if (panel.source.kind === 'epoch') return panelOf({ kind: 'model' });
    return panel.source.kind === 'model' ? panelOf(panel.source) : panel;
  });
  return { ...look, panels: unlike(panels), epochs: NO_EPOCHS, overview: null };
}

/** Each source once: the first of those that are the same stays. */
function unlike(panels: readonly PanelState[]): readonly PanelState[] {
  const keys = panels.map(({ source }) => sourceKey(source));
  return panels.filter((_, i) => keys.indexOf(keys[i] ?? '') === i);
}

/** The state after an event. Pure. */
export function reduceLook(look: LookState, event: LookEvent): LookState {
  switch (event.type) {
    case 'look.changed': {
      const { clip } = event.patch;
      const other = clip !== undefined && clip !== look.clip;
      return { ...look, ...(other && { token: null, band: null, overview: null }), ...event.patch, problem: null };
    }
    case 'look.busy':
      return { ...look, busy: true, problem: null };
    case 'look.settled':
      return { ...look, busy: false };
    case 'look.spectrogram':
      return { ...look, spectrogram: event.spectrogram };
    case 'look.panels': {
      const byKey = new Map(look.panels.map((panel) => [sourceKey(panel.source), panel]));
      // What stood in its place is shown until the new one is there, so that going through epochs does not flicker.
      const panels = event.sources.map(
        (source, i) =>
          byKey.get(sourceKey(source)) ?? { ...(look.panels[i] ?? panelOf(source)), source, problem: null },
      );
      const most = panels.length - 1;
      const pair = look.difference?.every((i) => i <= most) ? look.difference : null;
      return { ...look, panels, difference: pair, overviewPanel: Math.min(look.overviewPanel, most) };
    }
    case 'look.panel': {
      const key = sourceKey(event.source);
      const panels = look.panels.map((panel) =>
        sourceKey(panel.source) === key ? { ...panel, ...event.patch } : panel,
      );
      return { ...look, panels };
    }
    case 'look.overview':
      return { ...look, overview: event.overview };
    case 'look.loading':
      return { ...look, loading: event.loading, problem: null };
    case 'look.loaded': {
      const stays = ({ kind, id }: Beside) =>
        id !== event.beside.id && !(kind === 'other' && event.beside.kind === 'other');
      return { ...look, loading: null, beside: [...look.beside.filter(stays), event.beside] };
    }
    case 'look.unloaded':
      return { ...look, beside: look.beside.filter(({ id }) => id !== event.id) };
    case 'look.failed':
      return { ...look, busy: false, loading: null, problem: event.problem };
  }
}
