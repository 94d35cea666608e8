import { describe, expect, it } from 'vitest';
import {
  findResults,
  MEASURES,
  meanResult,
  nextOrder,
  resultsCsv,
  sortResults,
  type ClassResult,
} from './classResults';

const row = (name: string, averagePrecision: number, f1: number, support: number): ClassResult => ({
  name,
  averagePrecision,
  precision: f1,
  recall: f1,
  f1,
  support,
});

const ROWS = [
  row('dog 10', 0.5, NaN, 3),
  row('dog 9', NaN, 0.25, 0),
  row('=cat', 0.75, 0.75, 5),
  row('owl', 0.5, 1, 2),
];
const names = (rows: readonly ClassResult[]) => rows.map(({ name }) => name);

describe('sortResults', () => {
  it.each([
    ['name', false, ['=cat', 'dog 9', 'dog 10', 'owl']],
    ['name', true, ['owl', 'dog 10', 'dog 9', '=cat']],
    ['averagePrecision', false, ['dog 10', 'owl', '=cat', 'dog 9']],
    ['averagePrecision', true, ['=cat', 'dog 10', 'owl', 'dog 9']],
    ['f1', true, ['owl', '=cat', 'dog 9', 'dog 10']],
    ['support', false, ['dog 9', 'owl', 'dog 10', '=cat']],
  ] as const)('by %s, descending %s', (column, descending, wanted) => {
    expect(names(sortResults(ROWS, { column, descending }))).toEqual(wanted);
  });

  it('turns round on the second press only', () => {
    const first = nextOrder({ column: 'name', descending: true }, 'f1');
    expect(first).toEqual({ column: 'f1', descending: false });
    expect(nextOrder(first, 'f1')).toEqual({ column: 'f1', descending: true });
  });
});

it('finds classes by every word', () => {
  expect(names(findResults(ROWS, ' DOG 1'))).toEqual(['dog 10']);
  expect(findResults(ROWS, '  ')).toBe(ROWS);
});

it('averages what has a value, and adds up the clips', () => {
  const mean = meanResult(ROWS);
  expect(mean.averagePrecision).toBeCloseTo((0.5 + 0.75 + 0.5) / 3, 12);
  expect(mean.f1).toBeCloseTo(2 / 3, 12);
  expect(mean.support).toBe(10);
});

it('writes a csv file with empty cells for what has no value and inert class names', () => {
  expect(resultsCsv('test', ROWS.slice(0, 3))).toBe(
    'part,class,average precision,precision,recall,f1,support\r\n' +
      'test,dog 10,0.5,,,,3\r\n' +
      'test,dog 9,,0.25,0.25,0.25,0\r\n' +
      "test,'=cat,0.75,0.75,0.75,0.75,5\r\n",
  );
});

it('tells a class without clips from a model that diverged', () => {
  expect(MEASURES.averagePrecision.why(row('a', NaN, NaN, 0))).toContain('No clip');
  expect(MEASURES.averagePrecision.why(row('a', NaN, NaN, 4))).toContain('diverged');
});
