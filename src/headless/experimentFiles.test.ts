import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adapterSize, PLACEMENTS } from '../model/adapters';
import { isSeries, seriesRuns } from './experimentSeries';

const FOLDER = new URL('../../docs/experiments/', import.meta.url);
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
const FOLDS = [1, 2, 3, 4, 5];

describe('docs/experiments', () => {
  it('has the same five rows for each of four settings', () => {
    const rows = (setting: string) =>
      NAMES.filter((name) => name.startsWith(`${setting}-`)).map((name) => name.slice(setting.length));
    const SETTINGS = ['digits-ce', 'digits-spc', 'epic', 'esc10'];
    for (const setting of SETTINGS) expect(rows(setting)).toEqual(rows('esc10'));
    expect(rows('esc10')).toHaveLength(5);
    expect(NAMES).toHaveLength(5 * SETTINGS.length);
  });

  it.each(NAMES)('%s is a series that the runner takes, with the adapters of the equal budget', (name) => {
    const value: unknown = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
    expect(isSeries(value)).toBe(true);
    const runs = seriesRuns(value, FOLDS);
    expect(runs).toHaveLength(name.startsWith('esc10') ? 5 : 3);
    for (const { config } of runs) {
      if (config.method !== 'loaa') continue;
      const sizes = PLACEMENTS.map((place) =>
        config.adapters?.[place] ? adapterSize(config.adapters[place], 128) : 0,
      );
      // 12 channels of one tap hold as much as 4 of three: 2 x 128 x 12.
      expect(sizes).toEqual([3072, 3072]);
    }
  });
});
