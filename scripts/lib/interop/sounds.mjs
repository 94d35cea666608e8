import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT } from '../site.mjs';

/** Real recordings where there are any, few of each class; else the demo sounds. */
export function findSounds(given) {
  const folder = given ?? join(ROOT, '..', 'shared', 'datasets', 'esc10-esc50-layout');
  const beside = given ? null : resolve(ROOT, '../../shared/datasets/esc10-esc50-layout');
  const found = [folder, beside].find((path) => path && existsSync(path));
  if (found) return { data: found, folder: found, maxClips: 60, fewClips: 20 };
  return {
    data: 'demo',
    folder: join(ROOT, 'node_modules', 'supersonic-scsynth-samples', 'samples'),
    maxClips: 48,
    fewClips: 24,
  };
}
