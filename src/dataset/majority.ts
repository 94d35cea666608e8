/**
 * What always answering with the most frequent class reaches: the class is taken from the training labels (ties to the lower
 * index), the accuracy is measured on `evaluated`; NaN where that is empty. A clip of several classes
 * counts for each of them, and is answered rightly with any of them.
 *
 * @param trained class indices in [0, C), by clip
 * @param evaluated class indices in [0, C), by clip
 */
export function majorityBaseline(
  trained: readonly (readonly number[])[],
  evaluated: readonly (readonly number[])[],
  classCount: number,
): { readonly label: number; readonly accuracy: number } {
  const counts = new Array<number>(classCount).fill(0);
  for (const own of trained) for (const label of own) counts[label] = (counts[label] ?? 0) + 1;
  const most = counts.indexOf(Math.max(...counts));
  const right = evaluated.filter((own) => own.includes(most));
  return { label: most, accuracy: right.length / evaluated.length };
}
