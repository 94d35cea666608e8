import { expect, it } from 'vitest';
import { confusionCells, confusionCsv, mistakes } from './confusion';

it('gathers the clips of each cell, and ranks the mistakes', () => {
  const predictions = [
    { id: 'a', labels: [0], scores: [0.9, 0.1, 0] },
    { id: 'b', labels: [0], scores: [0.2, 0.5, 0.3] },
    { id: 'c', labels: [2], scores: [0.4, 0.4, 0.2] },
    { id: 'd', labels: [2], scores: [0.8, 0.1, 0.1] },
    { id: 'broken', labels: [1], scores: [Number.NaN, 0, 0] },
  ];
  const cells = confusionCells(predictions, 3);
  expect(cells.get(0)?.clips.map((clip) => clip.id)).toEqual(['a']);
  expect(mistakes(cells).map(({ label, answer, clips }) => [label, answer, clips.length])).toEqual([
    [2, 0, 2],
    [0, 1, 1],
  ]);
  expect(confusionCsv(cells, ['cat', '=dog', 'a,b'])).toBe(
    ['clips are,cat,\'=dog,"a,b"', 'cat,1,1,0', "'=dog,0,0,0", '"a,b",2,0,0', ''].join('\r\n'),
  );
});
