import { expect, it } from 'vitest';
import { layerBeside, matrixFor, placeOf, tokenOn } from './choose';

it('sets the last layer beside the last, and others beside their number', () => {
  expect(layerBeside(3, 4, 12)).toBe(11);
  expect(layerBeside(2, 4, 12)).toBe(2);
  expect(layerBeside(8, 12, 4)).toBe(3);
});

it('asks for the matrix that is shown, or for none', () => {
  const facts = { layers: 12, heads: 3 };
  expect(matrixFor({ shown: 'attention', layer: 3, head: 2 }, facts, 4)).toEqual({ layer: 11, head: 2 });
  expect(matrixFor({ shown: 'attention', layer: 0, head: 5 }, facts, 4)).toEqual({ layer: 0, head: null });
  expect(matrixFor({ shown: 'rollout', layer: 0, head: 5 }, facts, 4)).toBe('rollout');
  expect(matrixFor({ shown: 'ffn', layer: 0, head: 5 }, facts, 4)).toBeNull();
});

it('finds the same place on another grid', () => {
  const wide = { grid: [8, 64], prefix: 2 } as const;
  const fine = { grid: [12, 101], prefix: 1 } as const;
  expect(placeOf(1, wide)).toEqual({ kind: 'prefix', index: 1 });
  expect(placeOf(2 + 3 * 64 + 20, wide)).toEqual({ kind: 'patch', f: 3, w: 20 });
  for (const token of [0, 1, 2, 66, 200, 513]) expect(tokenOn(token, wide, wide)).toBe(token);
  expect(placeOf(tokenOn(2 + 7 * 64 + 63, wide, fine), fine)).toEqual({ kind: 'patch', f: 11, w: 100 });
  expect(tokenOn(1, wide, fine)).toBe(0);
});
