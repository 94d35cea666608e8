import { describe, expect, it } from 'vitest';
import { FACTS } from '../../../tests/numeric/appEvents';
import { NO_LOOK, type PanelState } from '../../attention/lookState';
import { differenceOf, panelMap, symmetricRange, whereText } from './panelMaps';

/** One prefix token and a 1 x 2 grid: N = 3. Rows are queries. */
const VALUES = Float32Array.of(0.1, 0.2, 0.7, 0.3, 0.3, 0.4, 0.5, 0.1, 0.4);
const panel: PanelState = {
  source: { kind: 'backbone' },
  busy: false,
  facts: { ...FACTS, added: { attn: Float32Array.of(1, 2, 3, 4), ffn: null } },
  matrix: { values: VALUES, tokens: 3 },
  matrixOf: 'x',
  problem: null,
};
const look = { ...NO_LOOK, panels: [panel], layer: 1 };
const draw = (patch: Partial<typeof look>, from: number | null = null) => {
  const map = panelMap({ ...look, ...patch }, panel, from, 2);
  return map && [...map].map((value) => Number(value.toFixed(6)));
};

describe('panelMap', () => {
  it('reads the band and tokens both ways', () => {
    expect(draw({ band: [1, 1] })).toEqual([0.4, 0.4]);
    expect(draw({ band: [1, 1], reading: 'column-as-queries' })).toEqual([0.1, 0.4]);
    expect(draw({ band: [0, 1] })).toEqual([0.35, 0.25]);
    expect(draw({ reading: 'column-as-queries' }, 0)).toEqual([0.2, 0.7]);
    expect(draw({}, 0)).toEqual([0.3, 0.5]);
  });

  it('takes what adapters add in the layer, where they add something', () => {
    expect(draw({ shown: 'attn' })).toEqual([3, 4]);
    expect(draw({ shown: 'attn', layer: 0 })).toEqual([1, 2]);
    expect(draw({ shown: 'ffn' })).toBeNull();
  });

  it('draws nothing from a matrix of another grid', () => {
    expect(panelMap(look, { ...panel, matrix: { values: new Float32Array(16), tokens: 4 } }, null, 2)).toBeNull();
    expect(panelMap(look, { ...panel, facts: null }, null, 2)).toBeNull();
  });
});

describe('a difference', () => {
  it('is the second less the first, on a scale with zero in the middle', () => {
    const difference = differenceOf(Float32Array.of(1, 2), Float32Array.of(4, 1)) ?? new Float32Array();
    expect([...difference]).toEqual([3, -1]);
    expect(symmetricRange(difference)).toEqual([-3, 3]);
  });

  it('is none between grids of different size', () => {
    expect(differenceOf(Float32Array.of(1), Float32Array.of(4, 1))).toBeNull();
    expect(differenceOf(null, Float32Array.of(4))).toBeNull();
  });
});

it('says where', () => {
  expect(whereText({ shown: 'attention', layer: 9, head: null }, 4)).toBe('layer 4, mean over heads');
  expect(whereText({ shown: 'attention', layer: 1, head: 2 }, 4)).toBe('layer 2, head 3');
  expect(whereText({ shown: 'rollout', layer: 1, head: 2 }, 4)).toBe('rollout over 4 layers');
});
