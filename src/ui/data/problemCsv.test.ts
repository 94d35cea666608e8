import { expect, it } from 'vitest';
import { problemCsv } from './problemCsv';

it('writes one line a problem, and no cell that a spreadsheet would run', () => {
  const csv = problemCsv([
    {
      code: 'audio.empty',
      subject: '=cmd|calc.wav',
      cause: 'It is empty, 0 bytes.',
      cure: 'Drop it.',
      severity: 'error',
    },
    { code: 'audio.nan', subject: 'a.wav', cause: 'c', cure: 'd', severity: 'warning' },
  ]);
  expect(csv.split('\r\n')).toEqual([
    'file,outcome,cause,cure,code',
    `'=cmd|calc.wav,not used,"It is empty, 0 bytes.",Drop it.,audio.empty`,
    'a.wav,"used, with a warning",c,d,audio.nan',
    '',
  ]);
});
