import { expect, it } from 'vitest';
import { predictionCsv } from './predictionCsv';

it('gives a row a sound, oldest first, with every class that was scored', () => {
  const results = [
    { name: 'new, b.wav', seconds: 2, scores: [{ label: 'owl', score: 1 }] },
    {
      name: 'a.wav',
      seconds: 1.23456,
      scores: [
        { label: 'dog', score: 0.25 },
        { label: 'cat', score: 0.75 },
      ],
    },
  ];
  expect(predictionCsv(results)).toBe(
    ['file,seconds,prediction,cat,dog,owl', 'a.wav,1.235,cat,0.75,0.25,', '"new, b.wav",2,owl,,,1', ''].join('\r\n'),
  );
});

it('of nothing is a heading', () => expect(predictionCsv([])).toBe('file,seconds,prediction\r\n'));
