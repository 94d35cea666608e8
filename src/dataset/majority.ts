/**
 * What always answering with the most frequent class reaches: the class is taken from the training labels (ties to the lower
 * index), the accuracy is measured on `evaluated`; NaN where that is empty.
 *
 * @param trained class indices in [0, C)
 * @param evaluated class indices in [0, C)
 */
export function majorityBaseline(
  trained: ArrayLike<number>,
  evaluated: ArrayLike<number>,
  classCount: number,
): { readonly label: number; readonly accuracy: number } {
  const counts = new Array<number>(classCount).fill(0);
  for (let i = 0; i < trained.length; i++) counts[trained[i] ?? 0] = (counts[trained[i] ?? 0] ?? 0) + 1;
  const label = counts.indexOf(Math.max(...counts));
  let right = 0;
  for (let i = 0; i < evaluated.length; i++) if (evaluated[i] === label) right++;
  return { label, accuracy: right / evaluated.length };
}
