import { describe, expect, it } from 'vitest';
import { planOf } from '../../tests/numeric/tinyBackbone';
import { Random } from '../core/random';
import { KERNELS, type KernelName } from './adapters';
import { fresh } from './parameters';
import { lookAsidePlaces } from './places';
import { METHOD_DEFAULTS } from './settings';

const SIZE = { dim: 48, depth: 1, mlpDim: 192, patch: [16, 16] } as const;

describe('a new Look-Aside Adapter', () => {
  it.each(Object.keys(KERNELS) as KernelName[])('is Xavier-uniform down and zero up (%s)', (kernel) => {
    const [kf, kt] = KERNELS[kernel].extent;
    const [r, d] = [16, SIZE.dim];
    const random = new Random(1);
    const places = lookAsidePlaces({ ...METHOD_DEFAULTS, adapters: planOf(kernel, null, r) }, SIZE);
    const [down, up] = places.map((place) => fresh(place, random));
    if (!down || !up) throw new Error('There is no adapter.');
    expect(places.map(({ name }) => name)).toEqual([
      'blocks.0.attn_adapter.down.weight',
      'blocks.0.attn_adapter.up.weight',
    ]);
    expect(down.shape).toEqual([r, d, kf, kt]);
    expect(up.shape).toEqual([d, r, kf, kt]);
    expect(up.data.every((value) => value === 0)).toBe(true);
    const bound = Math.sqrt(6 / (kf * kt * (d + r)));
    const largest = down.data.reduce((a, value) => Math.max(a, Math.abs(value)), 0);
    expect(largest).toBeLessThanOrEqual(bound);
    expect(largest).toBeGreaterThan(0.98 * bound);
    const variance = down.data.reduce((sum, value) => sum + value * value, 0) / down.data.length;
    expect(variance / (bound * bound)).toBeGreaterThan(0.3);
    expect(variance / (bound * bound)).toBeLessThan(0.37);
  });
});
