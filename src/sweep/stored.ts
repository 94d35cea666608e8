import * as v from 'valibot';
import { runConfigSchema } from '../bundle/config';
import { warning, type Problem } from '../core/problem';
import { best, epochPoint, finite, measure, problem, split, subject, text, whole } from './schemas';
import { runId } from './state';
import type { SweepRun } from './types';

/** The version of the stored form; a page reads its own and older ones. */
export const STORED_VERSION = 1;

const result = v.object({
  trainable: whole,
  total: whole,
  clips: v.object({ train: whole, validation: whole, test: whole }),
  epochs: v.array(epochPoint),
  best: v.nullable(best),
  test: v.nullable(v.object({ top1: measure, mAP: measure, loss: measure })),
  top5: v.nullable(measure),
  seconds: finite,
  backend: text,
  device: text,
  version: text,
  finishedAt: text,
});

const stored = v.object({
  formatVersion: v.literal(STORED_VERSION),
  id: text,
  order: finite,
  config: runConfigSchema,
  split,
  rates: v.nullable(v.array(finite)),
  subject,
  state: v.picklist(['waiting', 'running', 'done', 'failed']),
  result: v.nullable(result),
  problem: v.nullable(problem),
});

/** A run as it is kept. */
export function storedRun(run: SweepRun): object {
  return { ...run, formatVersion: STORED_VERSION };
}

/**
 * The runs among what was kept, in the order of the queue: each record is checked on its own, so that a broken one takes no
 * other with it. A run that was under way when the page went waits again.
 */
export function readStored(records: readonly unknown[]): { runs: readonly SweepRun[]; problem: Problem | null } {
  const runs = new Map<string, SweepRun>();
  let broken = 0;
  let newer = 0;
  for (const record of records) {
    const parsed = v.safeParse(stored, record);
    if (!parsed.success) {
      const { formatVersion } = (record ?? {}) as { formatVersion?: unknown };
      if (typeof formatVersion === 'number' && formatVersion > STORED_VERSION) newer++;
      else broken++;
      continue;
    }
    const { formatVersion: _, ...read } = parsed.output;
    const run: SweepRun = read.state === 'running' ? { ...read, state: 'waiting' } : read;
    // Settings that this page has beyond those of the one that kept the run are part of its name.
    const id = runId(run, run.subject);
    runs.set(id, { ...run, id });
  }
  return { runs: [...runs.values()].sort((a, b) => a.order - b.order), problem: lost(broken, newer) };
}

function lost(broken: number, newer: number): Problem | null {
  const many = (count: number) => (count === 1 ? 'one run' : `${count} runs`);
  if (newer > 0) {
    const cause = `of ${many(newer)} were kept by a newer version of this page and are not shown.`;
    return warning('sweep.newer', 'The settings and results', cause, 'Load the newest version of the page.');
  }
  if (broken === 0) return null;
  const cause = `of ${many(broken)} could not be read back and are left out; the others are there.`;
  return warning('sweep.corrupt', 'The settings and results', cause, 'Queue what is missing again.');
}
