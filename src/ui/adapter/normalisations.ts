import { PUBLISHED_STATISTICS, RECIPES, type Normalisation, type RecipeName } from '../../training/config';
import { entriesOf } from '../common/entries';

/** Where mean and deviation come from: the training part, numbers published for a data set, or numbers typed in. */
export type NormalisationChoice = 'measured' | 'typed' | RecipeName;

const PUBLISHED = entriesOf(PUBLISHED_STATISTICS as Readonly<Record<RecipeName, Normalisation>>);

export const NORMALISATION_OPTIONS: readonly (readonly [NormalisationChoice, string])[] = [
  ['measured', 'Measured on the training part'],
  ...PUBLISHED.map(([name]) => [name, `${RECIPES[name].title}, as AST publishes`] as const),
  ['typed', 'Own numbers'],
];

/** What a configuration's normalisation was chosen as. */
export function choiceOf(normalisation: Normalisation | null): NormalisationChoice {
  if (!normalisation) return 'measured';
  const row = PUBLISHED.find(([, own]) => own.mean === normalisation.mean && own.std === normalisation.std);
  return row?.[0] ?? 'typed';
}

/**
 * The normalisation of a choice. Own numbers begin with `measured`, those of the last run, or with 0 and 0.5, which leave
 * the features as they are.
 */
export function chosenNormalisation(choice: NormalisationChoice, measured: Normalisation | null): Normalisation | null {
  if (choice === 'measured') return null;
  if (choice === 'typed') return measured ?? { mean: 0, std: 0.5 };
  return PUBLISHED_STATISTICS[choice] ?? null;
}
