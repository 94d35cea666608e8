import type { Split } from '../dataset/types';
import { canonical, digestOf } from '../sweep/canonical';
import { subjectDifferences } from '../sweep/fingerprint';
import type { RunConfig } from '../training/config';
import type { RunIdentity } from './savedRun';

/** Tells a division of labelled clips into parts, and their order, from any other. */
export function clipsDigest(split: Split, labels: Readonly<Record<string, readonly number[]>>): string {
  const parts = [split.train, split.validation, split.test] as const;
  return digestOf(parts.flatMap((ids) => [`${ids.length}`, ...ids.map((id) => JSON.stringify([id, labels[id]]))]));
}

/**
 * In words, what is otherwise than a run had it; empty where a run of `present` goes on where one of `saved` was. The
 * classes' order decides the head.
 */
export function identityDifferences(saved: RunIdentity, present: RunIdentity): readonly string[] {
  const subjects = subjectDifferences(saved.subject, present.subject);
  if (subjects.length > 0) return subjects;
  const names = Object.keys({ ...saved.config, ...present.config }) as (keyof RunConfig)[];
  const settings = names.filter((name) => canonical([saved.config[name]]) !== canonical([present.config[name]]));
  return [
    settings.length > 0 ? `these settings are others: ${settings.join(', ')}` : null,
    canonical(saved.classes) === canonical(present.classes) ? null : 'its classes are named or ordered otherwise',
    saved.clips === present.clips ? null : 'its clips are divided into other parts, or stand in another order',
  ].filter((difference) => difference !== null);
}
