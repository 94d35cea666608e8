import * as v from 'valibot';
import { FORMAT, FORMAT_VERSION, parseAdapterConfig } from '../bundle/config';
import type { AdapterFiles } from '../bundle/types';
import { fail, warning, type Problem } from '../core/problem';
import { keptSteps, packHistory, unpackHistory } from '../training/history';
import { partsOf, type RunDetails, type StoredRun } from './record';
import { entrySchema, issueText, predictionsSchema, RECORD_VERSION } from './recordSchema';
import type { KeptRun } from './state';

/** A run as the browser's storage holds it: three rows under its id, so that listing runs reads none of the large ones. */
export interface RunRows {
  readonly entry: { readonly id: string };
  readonly details: { readonly id: string };
  readonly adapter: { readonly id: string } | null;
}

const keptSchema = v.object({
  ...entrySchema.entries,
  formatVersion: v.literal(RECORD_VERSION),
  tone: v.pipe(v.number(), v.integer(), v.minValue(0)),
  hasAdapter: v.boolean(),
});

const detailsSchema = v.object({
  history: v.object({ layers: v.pipe(v.number(), v.integer(), v.minValue(0)), values: v.instance(Float64Array) }),
  predictions: predictionsSchema,
});

const adapterSchema = v.object({ weights: v.instance(Uint8Array), config: v.unknown() });

/** The run as the page lists it, its steps thinned where there are more than are kept. */
export function keptRun({ record, adapter }: StoredRun, tone: number): KeptRun {
  return { ...partsOf(record).entry, tone, hasAdapter: adapter !== null };
}

/** The run as rows for the storage. */
export function rowsOf(run: StoredRun, tone: number): RunRows {
  const { id, steps, predictions } = run.record;
  return {
    entry: { ...keptRun(run, tone), formatVersion: RECORD_VERSION },
    details: { id, history: packHistory(keptSteps(steps)), predictions },
    adapter: run.adapter && { id, ...run.adapter },
  } as RunRows;
}

/** The runs among rows of the storage, each checked on its own, so that a broken one takes no other with it. */
export function readEntries(rows: readonly unknown[]): { runs: readonly KeptRun[]; problem: Problem | null } {
  const runs: KeptRun[] = [];
  let broken = 0;
  for (const row of rows) {
    const parsed = v.safeParse(keptSchema, row);
    if (parsed.success) {
      const { formatVersion: _, ...run } = parsed.output;
      runs.push(run);
    } else broken++;
  }
  return { runs, problem: broken === 0 ? null : unread(broken) };
}

function unread(count: number): Problem {
  const many = count === 1 ? 'One run' : `${count} runs`;
  const cause = `could not be read back and ${count === 1 ? 'is' : 'are'} not shown; the others are there.`;
  return warning('runs.unread', many, cause, 'Load the newest version of the page, or train again.');
}

/** A run's steps and predictions from their row. @throws ProblemError where it is not sound, or is gone */
export function readDetails(row: unknown, name: string): RunDetails {
  const parsed = v.safeParse(detailsSchema, row);
  if (!parsed.success) return fail('runs.details', name, lost(row, parsed.issues), 'Import it again, or train again.');
  const { history, predictions } = parsed.output;
  const { layers, values } = history;
  return { steps: unpackHistory({ layers, values: new Float64Array(values) }), predictions };
}

/** A run's adapter from its row. @throws ProblemError where it is not sound, or is gone */
export function readAdapterRow(row: unknown, name: string): AdapterFiles {
  const parsed = v.safeParse(adapterSchema, row);
  if (!parsed.success) return fail('runs.adapter', name, lost(row, parsed.issues), 'Import it again, or train again.');
  const { weights, config } = parsed.output;
  return {
    weights: new Uint8Array(weights),
    config: parseAdapterConfig(
      JSON.stringify({ format: FORMAT, formatVersion: FORMAT_VERSION, ...(config as object) }),
      name,
    ),
  };
}

function lost(row: unknown, issues: Parameters<typeof issueText>[0]): string {
  return row === undefined ? 'is not in the browser’s storage any more.' : `was kept unsoundly: ${issueText(issues)}.`;
}
