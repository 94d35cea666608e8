import type { PartPredictions, Prediction } from '../../worker/protocol';
import { percent } from '../format';
import { answerOf, type ConfusionCell } from './confusion';

/** How many of a clip's scores are shown. */
const SHOWN = 3;

/** The best classes of a clip with their scores: "dog 81 %, cat 12 %, owl 4 %". */
export function scoresText({ scores }: Pick<Prediction, 'scores'>, names: readonly string[]): string {
  const best = scores.map((score, label) => ({ score, label })).sort((a, b) => b.score - a.score || a.label - b.label);
  return best
    .slice(0, SHOWN)
    .map(({ score, label }) => `${names[label] ?? ''} ${percent(score, 0)}`)
    .join(', ');
}

const bestScore = ({ scores }: Prediction) => Math.max(...scores);

/** Whether the best answer is one of the clip's labels. */
export function isRight(prediction: Prediction): boolean {
  return prediction.labels.includes(answerOf(prediction));
}

/** Which clips of a part a list holds, and in which order. */
export const CLIP_LISTS = {
  confident: {
    title: 'Most confident mistakes',
    hint: 'Wrong with the highest score: mislabelled clips are often among them.',
    of: (predictions) => predictions.filter((own) => !isRight(own)).sort((a, b) => bestScore(b) - bestScore(a)),
  },
  unsure: {
    title: 'Least confident correct ones',
    hint: 'Right with the lowest score: where the model is about to be wrong.',
    of: (predictions) => predictions.filter(isRight).sort((a, b) => bestScore(a) - bestScore(b)),
  },
} as const satisfies Record<
  string,
  {
    readonly title: string;
    readonly hint: string;
    readonly of: (predictions: readonly Prediction[]) => readonly Prediction[];
  }
>;

export type ClipListName = keyof typeof CLIP_LISTS;

/** What is chosen to be looked at: a cell of the confusion matrix, or one of the lists. */
export type JudgedChoice =
  { readonly kind: 'cell'; readonly cell: ConfusionCell } | { readonly kind: 'list'; readonly list: ClipListName };

/** The clips that are chosen, the most certain of a cell first. */
export function chosenPredictions({ predictions }: PartPredictions, choice: JudgedChoice): readonly Prediction[] {
  if (choice.kind === 'list') return CLIP_LISTS[choice.list].of(predictions);
  const { answer, clips } = choice.cell;
  return [...clips].sort((a, b) => (b.scores[answer] ?? 0) - (a.scores[answer] ?? 0));
}

/** What the choice is called: "3 of dog, said to be cat". */
export function choiceTitle(choice: JudgedChoice, names: readonly string[]): string {
  if (choice.kind === 'list') return CLIP_LISTS[choice.list].title;
  const { label, answer } = choice.cell;
  return `${names[label] ?? ''}, said to be ${names[answer] ?? ''}`;
}
