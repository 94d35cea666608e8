import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VIEW_IDS } from '../views/route';
import { TOUR } from './steps';

const UI = new URL('..', import.meta.url).pathname;
const SOURCE = readdirSync(UI, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.tsx'))
  .map((path) => readFileSync(join(UI, path), 'utf8'))
  .join('\n');

describe('the tour', () => {
  it('is short, and goes through the views in the order of the work', () => {
    expect(TOUR.length).toBeGreaterThanOrEqual(6);
    expect(TOUR.length).toBeLessThanOrEqual(8);
    const order = TOUR.map(({ view }) => VIEW_IDS.indexOf(view));
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it.each(TOUR)('points to something that is there: $target', ({ target }) => {
    const isMarked = SOURCE.includes(`data-tour="${target}"`);
    const isSection = new RegExp(`<Section\\s[^>]*id="${target}"`).test(SOURCE);
    expect(isMarked || isSection, target).toBe(true);
  });

  it.each(TOUR)('says it in two sentences: $title', ({ text, title }) => {
    expect(text.split(/[.?!](?:\s|$)/).filter(Boolean), title).toHaveLength(2);
  });
});
