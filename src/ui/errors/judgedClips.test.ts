import { describe, expect, it } from 'vitest';
import type { Prediction } from '../../worker/protocol';
import { choiceTitle, chosenPredictions, scoresText } from './judgedClips';

const NAMES = ['cat', 'dog', 'owl'];
const PREDICTIONS: readonly Prediction[] = [
  { id: 'sure and right', labels: [0], scores: [0.9, 0.1, 0] },
  { id: 'barely right', labels: [1], scores: [0.3, 0.4, 0.3] },
  { id: 'wrong', labels: [1], scores: [0.6, 0.3, 0.1] },
  { id: 'very wrong', labels: [1], scores: [0.95, 0.04, 0.01] },
];
const PART = { part: 'validation', predictions: PREDICTIONS } as const;
const ids = (predictions: readonly Prediction[]) => predictions.map(({ id }) => id);

describe('the clips that were judged', () => {
  it('say their best classes', () => {
    expect(scoresText({ scores: [0.3, 0.4, 0.3] }, NAMES)).toBe('dog 40 %, cat 30 %, owl 30 %');
    expect(scoresText({ scores: [1] }, ['a'])).toBe('a 100 %');
  });

  it('are listed by how sure the model was', () => {
    expect(ids(chosenPredictions(PART, { kind: 'list', list: 'confident' }))).toEqual(['very wrong', 'wrong']);
    expect(ids(chosenPredictions(PART, { kind: 'list', list: 'unsure' }))).toEqual(['barely right', 'sure and right']);
  });

  it('of a cell come the most certain first, under the cell’s name', () => {
    const cell = { label: 1, answer: 0, clips: PREDICTIONS.slice(2) };
    expect(ids(chosenPredictions(PART, { kind: 'cell', cell }))).toEqual(['very wrong', 'wrong']);
    expect(choiceTitle({ kind: 'cell', cell }, NAMES)).toBe('dog, said to be cat');
  });
});
