import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GLOSSARY, type GlossaryEntry } from './glossary';

const UI = new URL('.', import.meta.url).pathname;
/** What the page's own source says, but for the glossary and the tests. */
const SOURCE = readdirSync(UI, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.ts$|^glossary/.test(path))
  .map((path) => readFileSync(join(UI, path), 'utf8'))
  .join('\n');

const ENTRIES: readonly (readonly [string, GlossaryEntry])[] = Object.entries(GLOSSARY);

/** Sentences: what ends with a full stop, a question mark or a colon's list, followed by a capital or the end. */
const sentencesOf = (text: string) => text.split(/(?<=[.?!])\s+(?=[\p{Lu}“\d(])/u).filter(Boolean);

describe('the glossary', () => {
  it.each(ENTRIES)('explains %s in two sentences or three short ones, with its source', (_, { term, text, where }) => {
    const sentences = sentencesOf(text);
    expect(sentences.length, text).toBeGreaterThanOrEqual(2);
    expect(sentences.length, text).toBeLessThanOrEqual(3);
    expect(text.length, text).toBeLessThan(400);
    expect(term).not.toBe('');
    expect(where.length).toBeGreaterThan(2);
    expect(text).toMatch(/[.?!)]$/);
  });

  it.each(ENTRIES)('is asked for by name somewhere on the page: %s', (name) => {
    expect(SOURCE, name).toMatch(new RegExp(`['"]${name}['"]|\\b${name}:`));
  });

  it('calls no two entries alike', () => {
    const terms = ENTRIES.map(([, { term }]) => term);
    expect(new Set(terms).size).toBe(terms.length);
  });
});

/** Words of the field that the page uses, and the entry that explains each. */
const TERMS: Readonly<Record<string, keyof typeof GLOSSARY>> = {
  'weight decay': 'weightDecay',
  'warm-up': 'schedule',
  Adam: 'optimiser',
  baseline: 'majority',
  SpecAugment: 'specAugment',
  mixup: 'mixup',
  'top-1': 'top1',
  mAP: 'mAP',
  F1: 'f1',
  rollout: 'rollout',
  entropy: 'layerEntropy',
  bottleneck: 'bottleneck',
  kernel: 'kernel',
  fold: 'fold',
  seed: 'seed',
};

describe('terms of the field', () => {
  it.each(Object.entries(TERMS))('%s has its "?"', (word, name) => {
    const { term, text } = GLOSSARY[name];
    expect(`${term} ${text}`.toLowerCase()).toContain(word.toLowerCase());
  });
});
