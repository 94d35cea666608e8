import { describe, expect, it } from 'vitest';
import type { BackboneConfig } from '../weights/types';
import { TINY } from '../../tests/numeric/tinyBackbone';
import { DEFAULT_CONFIG, type RunConfig } from './config';
import { memoryEstimate } from './memoryEstimate';
import { planMemory, remediesFor, type MemoryLimit } from './memoryPlan';
import { runSizes } from './runSizes';

const GB = 1e9;
/** DeiT-Base on 10 s of sound: 514 tokens. */
const BASE: BackboneConfig = {
  ...TINY,
  dim: 768,
  depth: 12,
  heads: 12,
  mlpDim: 3072,
  patch: [16, 16],
  stride: [16, 16],
};
const LONG: RunConfig = { ...DEFAULT_CONFIG, frames: 1024, batch: 8 };
const limited = (bytes: number, patch: Partial<MemoryLimit> = {}): MemoryLimit => ({
  bytes,
  binding: null,
  ops: 'kernels',
  passes: false,
  ...patch,
});
const plan = (config: RunConfig, limit: MemoryLimit) => planMemory(runSizes(config, BASE, 50), config, limit);

describe('a plan', () => {
  it('keeps all of a batch at once where it fits, whatever else would', () => {
    expect(plan(LONG, limited(64 * GB)).passage).toEqual({ batch: 8, microBatch: 8, segment: 0 });
  });

  it('makes micro-batches first, then layers anew, then still smaller micro-batches', () => {
    const at = (gb: number) => plan(LONG, limited(gb * GB)).passage;
    expect(at(4)).toMatchObject({ microBatch: 4, segment: 0 });
    expect(at(2.5)).toMatchObject({ microBatch: 2, segment: 0 });
    const tight = at(1.5);
    expect(tight.segment).toBeGreaterThan(0);
    expect(tight.microBatch * 514).toBeGreaterThanOrEqual(1024);
    expect(at(0.5)).toMatchObject({ microBatch: 1 });
  });

  it('never takes more than the limit, and is never smaller than it need be', () => {
    for (let gb = 0.7; gb < 12; gb += 0.31) {
      const found = plan(LONG, limited(gb * GB));
      expect(found.fits).toBe(true);
      expect(found.estimate.total).toBeLessThanOrEqual(gb * GB);
    }
  });

  it('of whole passes keeps all where it fits, then makes layers anew, then stores frozen matrices in 16 bits', () => {
    const at = (gb: number) => plan(LONG, limited(gb * GB, { passes: true }));
    expect(at(4).passage).toEqual({ batch: 8, microBatch: 8, segment: 0 });
    const usual = at(1.9);
    expect(usual.passage).toMatchObject({ microBatch: 4, segment: 0 });
    const whole = plan({ ...LONG, microBatch: 8 }, limited(1.9 * GB, { passes: true }));
    expect(whole).toMatchObject({ fits: true, passage: { microBatch: 8, segment: 1 } });
    expect(whole.estimate.total).toBeLessThan(1.3 * GB);
    expect(at(0.45).passage).toMatchObject({ segment: 1, halves: true });
    expect(at(0.45).fits).toBe(true);
    const least = at(0.3);
    expect(least).toMatchObject({ fits: true, passage: { microBatch: 1, segment: 1, halves: true } });
  });

  it('of a method that whole passes do not know is that of the tape', () => {
    const lora: RunConfig = { ...LONG, method: 'lora' };
    expect(plan(lora, limited(3 * GB, { passes: true }))).toEqual(plan(lora, limited(3 * GB)));
  });

  it('says so where nothing fits, and takes least', () => {
    const found = plan(LONG, limited(0.1 * GB));
    expect(found.fits).toBe(false);
    expect(found.passage).toEqual({ batch: 8, microBatch: 1, segment: 1 });
  });

  it('keeps what was set by hand', () => {
    const set = { ...LONG, microBatch: 8, segment: 0 };
    expect(plan(set, limited(1 * GB))).toMatchObject({ passage: { microBatch: 8, segment: 0 }, fits: false });
  });

  it('minds the largest tensor that can be bound', () => {
    const scores = 4 * 12 * 514 ** 2;
    const limit = limited(64 * GB, { ops: 'composed', binding: 3 * scores });
    expect(plan(LONG, limit).passage.microBatch).toBe(3);
  });
});

describe('what to change', () => {
  it('offers what helps alone, with what it saves, those that are enough first', () => {
    const set: RunConfig = { ...LONG, stride: [10, 10], microBatch: 8, segment: 0 };
    const limit = limited(3 * GB);
    const found = remediesFor(set, BASE, 50, limit);
    expect(found.map(({ name }) => name).sort()).toEqual(['frames', 'layers', 'microBatch', 'segment', 'stride']);
    const isEnough = found.map((remedy) => remedy.plan.fits);
    expect(isEnough).toEqual([...isEnough].sort((a, b) => Number(b) - Number(a)));
    expect(isEnough[0]).toBe(true);
    const now = memoryEstimate(runSizes(set, BASE, 50), { batch: 8, microBatch: 8, segment: 0 }, 'kernels').total;
    for (const { patch, plan: then, saves } of found) {
      expect(plan({ ...set, ...patch }, limit)).toEqual(then);
      expect(saves).toBe(now - then.estimate.total);
      expect(saves).toBeGreaterThan(0);
    }
  });

  it('offers nothing that is as small as can be already', () => {
    const least: RunConfig = { ...LONG, method: 'linear-probe', frames: 16 };
    expect(remediesFor(least, BASE, 50, limited(0.1 * GB))).toEqual([]);
  });
});
