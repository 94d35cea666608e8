import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasLayer, isSameLayers, LAYER_CHOICES, layerWords, toggleLayer, type Layers } from './layers';

describe('layerWords', () => {
  it.each([
    [null, 6, 'all 6 layers'],
    [[0, 1, 2, 3, 4, 5], 6, 'all 6 layers'],
    [[], 6, 'no layer'],
    [[9], 6, 'no layer'],
    [[2], 6, 'layer 3 of 6'],
    [[0, 1, 2], 6, 'layers 1 to 3 of 6'],
    [[0, 2, 4], 6, 'layers 1, 3 and 5 of 6'],
    [[0, 1, 5, 7, 8], 12, 'layers 1 to 2, 6 and 8 to 9 of 12'],
  ] as const)('%j of %d', (layers, depth, words) => {
    expect(layerWords(layers, depth)).toBe(words);
  });
});

describe('toggleLayer', () => {
  it('takes one in or leaves one out, and writes all layers as null', () => {
    expect(toggleLayer(null, 1, 3)).toEqual([0, 2]);
    expect(toggleLayer([0, 2], 1, 3)).toBeNull();
    expect(toggleLayer([0], 0, 3)).toEqual([]);
    expect(toggleLayer([0, 11], 2, 3)).toEqual([0, 2]);
  });

  it('changes that one layer alone, and twice changes nothing', () => {
    const choice = fc.option(fc.uniqueArray(fc.integer({ min: 0, max: 11 })), { nil: null });
    fc.assert(
      fc.property(choice, fc.integer({ min: 0, max: 11 }), (layers: Layers, layer) => {
        const toggled = toggleLayer(layers, layer, 12);
        for (let i = 0; i < 12; i++) expect(hasLayer(toggled, i)).toBe(hasLayer(layers, i) !== (i === layer));
        expect(isSameLayers(toggleLayer(toggled, layer, 12), layers, 12)).toBe(true);
      }),
    );
  });
});

it('offers halves that together are all', () => {
  const choices = Object.fromEntries(LAYER_CHOICES.map(({ title, of }) => [title, of(7)]));
  expect(choices).toEqual({ All: null, None: [], 'First half': [0, 1, 2], 'Last half': [3, 4, 5, 6] });
  expect(LAYER_CHOICES.map(({ of }) => of(1))).toEqual([null, [], [], null]);
});
