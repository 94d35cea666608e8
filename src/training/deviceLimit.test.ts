import { describe, expect, it } from 'vitest';
import type { BackboneConfig } from '../weights/types';
import { TINY } from '../../tests/numeric/tinyBackbone';
import { DEFAULT_CONFIG, type RunConfig } from './config';
import { overLimit } from './deviceLimit';
import type { MemoryLimit } from './memoryPlan';

const BASE: BackboneConfig = { ...TINY, dim: 768, depth: 12, heads: 12, mlpDim: 3072, patch: [16, 16] };
const RUN: RunConfig = { ...DEFAULT_CONFIG, frames: 1024, stride: [16, 16], batch: 24, microBatch: 24, segment: null };
/** What every device of WebGPU has at the least. */
const LEAST: MemoryLimit = { bytes: 1e12, binding: 128 * 2 ** 20, ops: 'kernels', passes: true };

describe('promise 43: a tensor over the device’s limits', () => {
  it('is refused with the micro-batch that fits', () => {
    const problem = overLimit(RUN, BASE, 50, LEAST);
    expect(problem).toMatchObject({ code: 'training.over-limit', severity: 'error' });
    const micro = Number(/micro-batches of (\d+)/.exec(problem?.cure ?? '')?.[1]);
    expect(micro).toBeGreaterThan(0);
    expect(overLimit({ ...RUN, microBatch: micro }, BASE, 50, LEAST)).toBeNull();
    expect(overLimit({ ...RUN, microBatch: micro * 2 }, BASE, 50, LEAST)).not.toBeNull();
    expect(problem?.cure).toContain('the batch stays 24');
  });

  it('is avoided where the micro-batch is ours to choose, and is none where there are no buffers', () => {
    expect(overLimit({ ...RUN, microBatch: null }, BASE, 50, LEAST)).toBeNull();
    expect(overLimit(RUN, BASE, 50, { ...LEAST, binding: null })).toBeNull();
  });

  it('that no micro-batch makes smaller, a trained vector, says what else to do', () => {
    const problem = overLimit({ ...RUN, method: 'full', microBatch: 1 }, BASE, 50, LEAST);
    expect(problem?.cure).toContain('WebAssembly');
    expect(problem?.cure).not.toContain('micro-batch');
  });
});
