import { describe, expect, it } from 'vitest';
import { checkTake, folderName, takeName } from './takes';

const tone = (peak: number, length = 16_000) => Float32Array.from({ length }, (_, n) => peak * Math.sin(n / 10));
const codes = (samples: Float32Array) => checkTake('a', samples, 16_000).map(({ code }) => code);

describe('a take', () => {
  it('that is fine is fine', () => expect(codes(tone(0.5))).toEqual([]));
  it('is told as silent', () => expect(codes(tone(0.001))).toEqual(['take.silent']));
  it('is told as clipped, but not for a single peak', () => {
    expect(codes(tone(3).map((x) => Math.max(-1, Math.min(1, x))))).toEqual(['take.clipped']);
    const once = tone(0.5);
    once[7] = 1;
    expect(codes(once)).toEqual([]);
  });
  it('is told as over at once', () => expect(codes(tone(0.5, 800))).toEqual(['take.short']));

  it('has a name that every file system takes', () => {
    expect(takeName({ label: 'dog', id: 7 })).toBe('dog_007.wav');
    expect(folderName(' a/b:c\u0000 ')).toBe('a-b-c-');
    expect(folderName('..')).toBe('class');
    expect(folderName('Hündin 犬')).toBe('Hündin 犬');
  });
});
