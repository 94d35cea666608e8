import { expect, it } from 'vitest';
import { choiceOf, chosenNormalisation, NORMALISATION_OPTIONS } from './normalisations';

it('finds every choice again in the numbers that it sets', () => {
  expect(NORMALISATION_OPTIONS.map(([choice]) => choice)).toEqual(['measured', 'esc50', 'speech-commands', 'typed']);
  for (const [choice] of NORMALISATION_OPTIONS) expect(choiceOf(chosenNormalisation(choice, null))).toBe(choice);
});

it('begins own numbers with those of the last run', () => {
  expect(chosenNormalisation('typed', { mean: -5, std: 3 })).toEqual({ mean: -5, std: 3 });
  expect(choiceOf({ mean: -5, std: 3 })).toBe('typed');
});
