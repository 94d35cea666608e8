import { canonical } from '../sweep/canonical';
import { flatten } from '../sweep/exports';
import { groupBy } from '../sweep/group';
import { spreadOf, type Spread } from '../sweep/statistics';
import type { RunEntry } from './record';

/** One value that decides a run, by its dotted path. */
export type RunSettings = Readonly<Record<string, string | number>>;

/** Everything that decides a run: its configuration, and the names of data, split and backbone. */
export function settingsOf({ config, data, backbone }: RunEntry): RunSettings {
  return {
    ...flatten(config),
    data: data.name,
    'data.fingerprint': data.fingerprint,
    ...flatten(data.split, 'split'),
    backbone: backbone.name,
    'backbone.sha256': backbone.sha256.slice(0, 12),
  };
}

/** A setting that is not the same in all runs, with its value in each of them; '' where a run has no such setting. */
export interface Difference {
  readonly key: string;
  readonly values: readonly (string | number)[];
}

/** The settings in which runs differ, in the order of the configuration; none of fewer than two runs. */
export function differencesOf(runs: readonly RunEntry[]): readonly Difference[] {
  const all = runs.map(settingsOf);
  const keys = [...new Set(all.flatMap((settings) => Object.keys(settings)))];
  return keys.flatMap((key) => {
    const values = all.map((settings) => settings[key] ?? '');
    return new Set(values).size > 1 ? [{ key, values }] : [];
  });
}

/** What was measured of a run at the end: on the test part where there is one, else at the best epoch on validation. */
export interface Outcome {
  readonly top1: number;
  readonly mAP: number;
  readonly loss: number;
  readonly part: 'test' | 'validation';
}

/** Null of a run that ended before its first validation. */
export function outcomeOf({ report, best, epochs }: RunEntry): Outcome | null {
  if (report?.test) return { ...measures(report.test), part: 'test' };
  if (report?.validation) return { ...measures(report.validation), part: 'validation' };
  const point = best && epochs.find(({ epoch }) => epoch === best.epoch);
  return point ? { ...measures(point), part: 'validation' } : null;
}

const measures = ({ top1, mAP, loss }: Omit<Outcome, 'part'>) => ({ top1, mAP, loss });

/** Runs that differ in seeds alone, of the run and of the split. */
export interface SeedGroup<R extends RunEntry = RunEntry> {
  readonly key: string;
  readonly runs: readonly R[];
  readonly seeds: readonly number[];
  readonly top1: Spread | null;
  readonly mAP: Spread | null;
  readonly loss: Spread | null;
}

function seedKey({ config, data, backbone }: RunEntry): string {
  const { seed: _, microBatch: __, segment: ___, ...trained } = config;
  const { seed: ____, ...split } = data.split;
  return canonical([trained, split, data.fingerprint, backbone.sha256]);
}

/** Runs by what decides them but for seeds (and for how they were fitted into memory), in the order in which they come. */
export function seedGroups<R extends RunEntry>(runs: readonly R[]): readonly SeedGroup<R>[] {
  return [...groupBy(runs, seedKey)].map(([key, group]) => {
    const outcomes = group.flatMap((run) => outcomeOf(run) ?? []);
    const spread = (of: 'top1' | 'mAP' | 'loss') => spreadOf(outcomes.map((outcome) => outcome[of]));
    return {
      key,
      runs: group,
      seeds: group.map(({ config }) => config.seed),
      top1: spread('top1'),
      mAP: spread('mAP'),
      loss: spread('loss'),
    };
  });
}
