import type { LookState } from '../../../attention/lookState';
import type { Features } from '../../../audio/types';
import { upscale } from '../maps';
import { SHOWN_TITLES } from '../panelMaps';
import { boxOf } from '../PanelPlot';
import { layOver, paintMap, paintSpectrogram } from '../pixels';
import type { Drawing } from '../LookFields';
import type { PanelView, StageView } from '../useStage';
import type { FigurePanel, FigureSpec } from './figureSvg';
import { pictureUrl } from './renderFigure';

export interface FigureChoices {
  readonly widthCm: number;
  readonly columns: number;
  /** Whether the spectrogram shows through the maps, as on the page. */
  readonly overSpectrogram: boolean;
  readonly caption: string;
}

/** The figure of what the stage shows now: spectrogram, panels with a map, the difference. */
export function figureSpec(
  look: LookState,
  view: StageView,
  spectrogram: Features,
  { how, cover, ownScale }: Drawing,
  choices: FigureChoices,
): FigureSpec {
  const { frames, facts, difference, padding, from } = view;
  const base = paintSpectrogram(spectrogram, frames, 'grey');
  const title = SHOWN_TITLES[look.shown];
  const isSharp = how === 'nearest' && !choices.overSpectrogram;
  const picture = ({ map, facts: own, range }: PanelView, colours: 'attention' | 'difference', share: number) => {
    if (!map || !own) return null;
    if (isSharp) return pictureUrl(paintMap(map, own.grid, range, colours));
    return pictureUrl(layOver(base, upscale(map, own, base.height, frames, how), range, share, colours));
  };
  const maps = view.panels.flatMap((panel): FigurePanel[] => {
    const image = picture(panel, 'attention', choices.overSpectrogram ? cover : 1);
    const bar = ownScale ? { title, colours: 'attention' as const, range: panel.range } : null;
    return image ? [{ title: panel.name, image, sharp: isSharp, bar }] : [];
  });
  const change = difference && picture(difference, 'difference', 1);
  const isAttention = look.shown === 'attention' || look.shown === 'rollout';
  const first = pictureUrl(paintSpectrogram(spectrogram, frames, 'spectrogram'));
  return {
    panels: [
      { title: 'Spectrogram', image: first, sharp: false, bar: null },
      ...maps,
      ...(difference && change
        ? [
            {
              title: difference.name,
              image: change,
              sharp: isSharp,
              bar: { title: 'Difference', colours: 'difference' as const, range: difference.range },
            },
          ]
        : []),
    ],
    bar: ownScale || maps.length === 0 ? null : { title, colours: 'attention', range: view.range },
    widthCm: choices.widthCm,
    columns: choices.columns,
    frontEnd: facts.frontEnd,
    seconds: view.seconds,
    band: isAttention && look.token === null ? view.bandShare : null,
    patch: isAttention && from?.kind === 'patch' ? boxOf(facts, from.f, from.w) : null,
    paddingFrom: padding?.from ?? null,
    caption: choices.caption,
  };
}
