import { describe, expect, it } from 'vitest';
import { problemFrom } from '../../tests/weights/checkpoints';
import type { SavedRun } from '../checkpoints/savedRun';
import { createHeldRun } from './heldRun';

describe('a run that the page holds', () => {
  it('is not held where its weights and moments would fill the page, and that is said', async () => {
    const told: unknown[] = [];
    const held = createHeldRun((content) => told.push(content));
    const packed = { byteLength: 300e6 } as Float32Array;
    const run = { position: { packed } } as SavedRun;
    expect(await problemFrom(() => held.save(run))).toMatchObject({ code: 'checkpoint.too-large', subject: 'The run' });
    expect(told).toEqual([]);
    expect(held.isThere()).toBe(false);
  });
});
