import { describe, expect, it } from 'vitest';
import {
  bytes,
  count,
  hertz,
  parameters,
  percent,
  plural,
  seconds,
  share,
  significant,
  timeLeft,
  trainedOf,
} from './format';

describe('format', () => {
  it.each([
    [count(1234567), '1,234,567'],
    [plural(1, 'clip'), '1 clip'],
    [plural(0, 'clip'), '0 clips'],
    [plural(2, 'class', 'classes'), '2 classes'],
    [percent(0.9744), '97.4 %'],
    [seconds(0.35), '0.35 s'],
    [seconds(59.96), '1 min 00 s'],
    [seconds(185), '3 min 05 s'],
    [seconds(7800), '2 h 10 min'],
    [timeLeft(1), 'a few seconds left'],
    [timeLeft(41), 'about 45 s left'],
    [timeLeft(200), 'about 3 min left'],
    [bytes(999), '999 bytes'],
    [bytes(5_195_056), '5.2 MB'],
    [parameters(1_195_000), '1.20 M'],
    [significant(0.00012345678), '0.0001235'],
    [significant(0.0000115, 3), '1.15e-5'],
    [significant(-0.00001), '-1e-5'],
    [significant(0), '0'],
    [significant(Number.NaN), 'NaN'],
    [share(0.5), '50.0 %'],
    [share(Number.NaN), '–'],
    [trainedOf(2_026_028, 87_338_192), '2.026M (2.3 %)'],
    [trainedOf(4_016_684, 87_338_192), '4.017M (4.6 %)'],
    [trainedOf(35_372, 87_338_192), '35,372 (0.04 %)'],
    [hertz(250), '250 Hz'],
    [hertz(4000), '4 kHz'],
  ])('%s', (made, wanted) => {
    expect(made).toBe(wanted);
  });
});
