import { expect, it } from 'vitest';
import { clock, clockTicks } from './clock';

it('shows a time as a clock does', () => {
  expect([0, 5, 65, 3723, 59.6].map((time) => clock(time))).toEqual(['0:00', '0:05', '1:05', '1:02:03', '1:00']);
  expect([clock(7.25, 0.1), clock(7.25, 0.01), clock(59.999, 0.01), clock(0.5, 0.5)]).toEqual([
    '0:07.3',
    '0:07.25',
    '1:00.00',
    '0:00.5',
  ]);
});

it('marks round times', () => {
  expect(clockTicks(0, 60, 7)).toEqual({ step: 10, times: [0, 10, 20, 30, 40, 50, 60] });
  expect(clockTicks(3.05, 3.6, 6).times).toEqual([3.1, 3.2, 3.3, 3.4, 3.5, 3.6]);
  expect(clockTicks(0, 7200, 8)).toMatchObject({ step: 900 });
});
