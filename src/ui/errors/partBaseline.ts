import { majorityBaseline } from '../../dataset/majority';
import { labelsOf } from '../../dataset/summary';
import type { Split } from '../../dataset/types';
import type { Judged } from '../../store/state';
import type { PartPredictions } from '../../worker/protocol';

/**
 * What always answering with the commonest training class reaches on a part; null where the split is no longer the one that
 * the predictions were made under, and where there is nothing to count.
 */
export function partBaseline(
  { part, predictions }: PartPredictions,
  dataset: Judged['dataset'],
  split: Split | null,
): { readonly className: string; readonly accuracy: number } | null {
  if (!split || split.train.length === 0) return null;
  const own = new Set(split[part]);
  if (own.size !== predictions.length || predictions.some(({ id }) => !own.has(id))) return null;
  const evaluated = predictions.map(({ labels }) => labels);
  const { label, accuracy } = majorityBaseline(labelsOf(dataset, split).train, evaluated, dataset.classes.length);
  return { className: dataset.classes[label] ?? '', accuracy };
}
