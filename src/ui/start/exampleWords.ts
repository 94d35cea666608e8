import type { Example } from '../../example/example';
import { percent, significant } from '../format';

/** How widely a clip's attention is spread in one layer at one stage, 0 to 1: the mean over its heads and tokens. */
export function spreadOf({ pictures }: Pick<Example, 'pictures'>, clip: number, stage: number, layer: number): number {
  return pictures.clips[clip]?.entropy[stage]?.[layer] ?? Number.NaN;
}

/** A smaller change is none that anybody could see. */
const UNSEEN = 0.01;

/** What training did to a clip's attention, in words that follow from its numbers: its entropy before and after. */
export function spreadSentence(before: number, after: number): string {
  const numbers = `entropy ${before.toFixed(2)}, then ${after.toFixed(2)}; 1 is everywhere alike`;
  if (Math.abs(after - before) <= UNSEEN) return `attention is spread as widely after training as before (${numbers}).`;
  return after < before
    ? `before training attention is spread more widely over the clip; after it, it is fixed on fewer places (${numbers}).`
    : `after training attention is spread more widely than before (${numbers}).`;
}

/** What the curves say, in words. */
export function curveSentence({ epochs, best, confusion }: Pick<Example, 'epochs' | 'best' | 'confusion'>): string {
  const first = epochs[0];
  const last = epochs.at(-1);
  const inClass = confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
  const clips = inClass.reduce((sum, count) => sum + count, 0);
  const guess = Math.max(...inClass) / clips;
  return (
    `The loss on clips that it never trained on goes from ${significant(first?.loss ?? Number.NaN, 3)} to ` +
    `${significant(last?.loss ?? Number.NaN, 3)}. At its best, after epoch ${best.epoch}, it names ${percent(best.top1, 0)} ` +
    `of them rightly; always guessing the commonest class would get ${percent(guess, 0)}.`
  );
}

/** What the model takes for what most often, in words; null where it makes no mistake. */
export function mistakeSentence({ confusion, classes }: Pick<Example, 'confusion' | 'classes'>): string | null {
  let most = { count: 0, label: 0, said: 0 };
  confusion.forEach((row, label) =>
    row.forEach((count, said) => {
      if (label !== said && count > most.count) most = { count, label, said };
    }),
  );
  if (most.count === 0) return null;
  const times = most.count === 1 ? 'once' : `${most.count} times`;
  return `Its commonest mistake: ${classes[most.label]} taken for ${classes[most.said]}, ${times}.`;
}
