import type { SplitOptions } from '../dataset/types';
import { strideFor } from '../ops/grid';
import type { RunConfig } from '../training/config';
import { paperRecipe } from './paperData';
import type { PaperCell, PaperSetting } from './paperTables';
import { product } from './plan';
import { scaledPlan } from './scale';
import { recipeOf } from './setting';
import type { PlannedRun, SubjectBackbone } from './types';

/**
 * A cell's settings on a backbone: what is trained from the table, scaled to the width, how from `base`. Patches of another
 * shape than the paper's 16 x 16 are laid without overlap where the paper's stride would leave gaps.
 */
export function cellConfig(
  setting: PaperSetting,
  base: RunConfig,
  { dim, patch }: Pick<SubjectBackbone, 'dim' | 'patch'>,
): RunConfig {
  const { method, plan, stride } = setting;
  return { ...recipeOf(base), method, adapters: scaledPlan(plan, dim), stride: strideFor(stride, patch) };
}

/** Why a cell cannot be run on a backbone, in words; null where it can. */
export function whyNot({ backbone: wanted }: PaperSetting, backbone: SubjectBackbone): string | null {
  if (wanted === 'images') {
    return backbone.pretrainedOn === 'images'
      ? null
      : `is for a backbone from images; “${backbone.name}” was pretrained on sounds. Load such a backbone under Model.`;
  }
  return backbone.pretrainedOn === 'audio' && wanted.name.test(backbone.name)
    ? null
    : `is for the audio-pretrained ${wanted.title}; “${backbone.name}” is not it. Load that checkpoint under Model.`;
}

/** How the runs of a table are made. */
export interface TableOrder {
  readonly base: RunConfig;
  readonly split: SplitOptions;
  readonly seeds: readonly number[];
  /** Empty where the data set has none. */
  readonly folds: readonly number[];
  /** `own`: as set on the page. `paper`: the paper's for a data set of this layout, where it has one. */
  readonly recipe: 'own' | 'paper';
  readonly layout: string;
  /** Candidates among which validation chooses, or null for the recipe's own rate. */
  readonly rates: readonly number[] | null;
}

/** The runs of some cells, with each seed, fold and candidate rate. Cells that the backbone is not for are left out. */
export function tableRuns(
  cells: readonly PaperCell[],
  backbone: SubjectBackbone,
  order: TableOrder,
): readonly PlannedRun[] {
  const { base, split, seeds, rates, recipe, layout } = order;
  const folds = order.folds.length > 0 ? order.folds : [split.fold];
  const wanted = cells.filter(({ setting }) => whyNot(setting, backbone) === null);
  return wanted.flatMap(({ setting }) => {
    const own = cellConfig(setting, base, backbone);
    const config = (recipe === 'paper' ? paperRecipe(layout, own) : null) ?? own;
    const candidates = rates ?? [config.learningRate];
    return product<number>([seeds, folds, candidates]).map(([seed = 1, fold = 1, learningRate = 0]) => ({
      config: { ...config, seed, learningRate },
      split: { ...split, fold },
      rates,
    }));
  });
}
