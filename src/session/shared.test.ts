import { describe, expect, it } from 'vitest';
import type { Clip, Dataset } from '../dataset/types';
import { writeLink } from '../share/writeLink';
import { INITIAL_STATE, type AppState } from '../store/state';
import type { BackboneSummary } from '../worker/protocol';
import { isDemo, sharedOf } from './shared';

const clip = (source: Clip['source']): Clip => ({
  id: source.path,
  source,
  labels: [0],
  part: null,
  fold: null,
  segment: null,
  group: null,
});
const dataset = (...clips: Clip[]): Dataset => ({
  name: 'My secret field work',
  layout: 'folders',
  recognised: 'a folder for each class',
  classes: ['a rare owl', 'its nest'],
  multiLabel: false,
  clips,
  folds: [],
  problems: [],
});
const OWN = dataset(clip({ kind: 'file', path: 'owl/nest 7.wav', size: 1, file: new File([], 'nest 7.wav') }));
const DEMO = dataset(
  clip({ kind: 'url', path: 'demo/bd.flac', size: 1, url: 'https://somebody.example/demo/bd.flac' }),
);

const stateWith = (data: Dataset, summary: Partial<BackboneSummary>): AppState => ({
  ...INITIAL_STATE,
  data: { ...INITIAL_STATE.data, dataset: data },
  backbone: { ...INITIAL_STATE.backbone, summary: summary as BackboneSummary },
});

describe('sharedOf', () => {
  it('tells no name and no file of a person’s own data or weights', () => {
    const state = stateWith(OWN, { name: 'my weights.pth', sha256: 'ab'.repeat(32), origin: null });
    expect(writeLink(sharedOf(state)).toString()).toBe(`v=1&backbone=${'ab'.repeat(32)}&data=folders_2`);
  });

  it('names what anybody can fetch', () => {
    const origin = { repo: 'facebook/deit', revision: 'c0ffee' };
    const shared = sharedOf(stateWith(DEMO, { name: 'facebook/deit', sha256: 'ab'.repeat(32), origin }));
    expect(shared.data).toEqual({ kind: 'demo' });
    expect(shared.backbone).toEqual({ sha256: 'ab'.repeat(32), origin });
  });

  it('takes an empty page', () => {
    expect(writeLink(sharedOf(INITIAL_STATE)).toString()).toBe('v=1');
    expect(isDemo(dataset())).toBe(false);
  });
});
