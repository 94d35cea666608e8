import { describe, expect, it } from 'vitest';
import { DATASET, SUMMARY } from '../../tests/numeric/appEvents';
import type { Clip, Dataset } from '../dataset/types';
import { SUBJECT } from '../../tests/numeric/sweepRuns';
import { canonical, digestOf } from './canonical';
import { subjectBackbone, subjectData, subjectDifferences } from './fingerprint';

const clip = (id: string, patch: Partial<Clip> = {}): Clip => ({
  id,
  source: { kind: 'url', path: id, size: 10, url: id },
  labels: [0],
  part: null,
  fold: null,
  segment: null,
  group: null,
  ...patch,
});
const dataset = (clips: readonly Clip[]): Dataset => ({ ...DATASET, clips });

describe('subjectData', () => {
  const base = [clip('a'), clip('b')];
  const digest = (clips: readonly Clip[]) => subjectData(dataset(clips)).digest;

  it('is the same whatever the order of the files', () => {
    expect(digest(base.toReversed())).toBe(digest(base));
  });

  it.each([
    ['a clip less', [clip('a')]],
    ['another name', [clip('a'), clip('c')]],
    ['another label', [clip('a'), clip('b', { labels: [1] })]],
    ['another part', [clip('a'), clip('b', { part: 'test' })]],
    ['another fold', [clip('a'), clip('b', { fold: 2 })]],
    ['another size', [clip('a'), clip('b', { source: { kind: 'url', path: 'b', size: 11, url: 'b' } })]],
    ['a stretch', [clip('a'), clip('b', { segment: { start: 0, end: 1 } })]],
  ])('tells %s', (_, clips) => {
    expect(digest(clips)).not.toBe(digest(base));
  });
});

describe('subjectDifferences', () => {
  it('names what is loaded otherwise', () => {
    const data = { ...SUBJECT.data, name: 'pets', digest: 'x' };
    const backbone = subjectBackbone({ ...SUMMARY, name: 'other', sha256: 'f'.repeat(64) });
    const differences = subjectDifferences(SUBJECT, { data, backbone });
    expect(differences).toEqual([
      'the data set is "pets", not "ESC-50-master"',
      'the backbone is "other", not "ViT-Nano"',
    ]);
  });

  it('says so where only the files differ', () => {
    const data = { ...SUBJECT.data, digest: 'x' };
    expect(subjectDifferences(SUBJECT, { ...SUBJECT, data })).toEqual([
      '"ESC-50-master" has other files, labels, parts or folds than it had',
    ]);
    expect(subjectDifferences(SUBJECT, SUBJECT)).toEqual([]);
  });
});

describe('canonical and digestOf', () => {
  it('do not depend on the order of keys, but on everything else', () => {
    expect(canonical({ b: [1, { d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[1,{"c":2,"d":1}]}');
    expect(digestOf(['ab', 'c'])).not.toBe(digestOf(['a', 'bc']));
    expect(digestOf(['a'])).toMatch(/^[0-9a-f]{16}$/);
  });

  it('gives a hundred thousand texts names of their own', () => {
    const names = new Set(Array.from({ length: 100_000 }, (_, i) => digestOf([`clip ${i}`])));
    expect(names.size).toBe(100_000);
  });
});
