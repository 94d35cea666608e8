import { describe, expect, it } from 'vitest';
import { figureSvg, type FigureSpec } from './figureSvg';
import { layOut, wrap } from './figureLayout';
import { withDensity } from './pngDensity';

const panel = (title: string) => ({ title, image: 'data:image/png;base64,AA==', sharp: false, bar: null });
const SPEC: FigureSpec = {
  panels: ['Spectrogram', 'Image weights only', 'After <training>'].map(panel),
  bar: { title: 'Attention', colours: 'attention', range: [0.001, 0.005] },
  widthCm: 17.5,
  columns: 3,
  frontEnd: 'ast',
  seconds: 10.24,
  band: [20 / 64, 21 / 64],
  patch: null,
  paddingFrom: null,
  caption: 'Attention at 3.2 to 3.36 s of dog & cat.wav',
};

describe('the figure', () => {
  it('is as wide as was asked for, with everything as text and no name as markup', () => {
    const svg = figureSvg(SPEC);
    expect(svg).toContain('width="17.5cm"');
    expect(svg.match(/<image /g)).toHaveLength(3);
    for (const words of [
      '(a) Spectrogram',
      '(c) After &lt;training&gt;',
      'Time (s)',
      'Frequency (kHz)',
      '0.005',
      'dog &amp; cat',
    ])
      expect(svg).toContain(words);
    expect(svg).not.toContain('<training>');
    expect(svg.match(/Frequency/g)).toHaveLength(1);
  });

  it('keeps every line of its caption within its width, in a wide face too', () => {
    const svg = figureSvg({ ...SPEC, widthCm: 8.5, columns: 1, caption: 'a caption of many plain words '.repeat(12) });
    const lines = [...svg.matchAll(/font-size="7" text-anchor="start">([^<]*)</g)].map(([, words]) => words ?? '');
    expect(lines.length).toBeGreaterThan(3);
    // DejaVu Sans, the usual face where Helvetica is missing, takes 0.56 em a letter of running text.
    for (const line of lines) expect(line.length * 7 * 0.56).toBeLessThanOrEqual((8.5 * 72) / 2.54);
  });

  it('marks the key time in every panel, and hatches padding', () => {
    const band = (svg: string) => svg.match(/stroke="#fff" stroke-width=".8"/g)?.length ?? 0;
    expect(band(figureSvg(SPEC))).toBe(3);
    expect(band(figureSvg({ ...SPEC, band: null }))).toBe(0);
    expect(figureSvg({ ...SPEC, paddingFrom: 0.9 }).match(/url\(#padding\)/g)).toHaveLength(3);
  });
});

describe('the layout', () => {
  it.each([
    [17.5, 3, 3],
    [8.5, 1, 3],
    [17.5, 2, 4],
    [17.5, 2, 3],
  ])('of %d cm, %d in a row, keeps %d panels apart and on the page', (widthCm, columns, count) => {
    const panels = Array.from({ length: count }, () => ({ bar: null }));
    const { width, height, places, captionTop } = layOut({ panels, bar: {}, widthCm, columns }, 2);
    expect(places).toHaveLength(count);
    for (const [i, a] of places.entries()) {
      expect(a.x + a.width).toBeLessThanOrEqual(width);
      expect(a.y + a.height).toBeLessThan(captionTop);
      for (const b of places.slice(i + 1)) {
        expect(a.x + a.width < b.x || a.y + a.height < b.y).toBe(true);
      }
    }
    expect(captionTop).toBeLessThan(height);
    expect(places.filter(({ isLast }) => isLast)).toHaveLength(Math.min(columns, count));
  });

  it('wraps captions', () => {
    const words = 'one two three four five six seven';
    const lines = wrap(words, 50);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join(' ')).toBe(words);
    expect(wrap('', 50)).toEqual([]);
  });
});

describe('a PNG for print', () => {
  it('says its density in a chunk with the right checksum', () => {
    const png = Uint8Array.from({ length: 60 }, (_, i) => i);
    const out = withDensity(png, 300);
    const view = new DataView(out.buffer);
    expect(new TextDecoder().decode(out.subarray(37, 41))).toBe('pHYs');
    expect([view.getUint32(41), view.getUint32(45), out[49]]).toEqual([11_811, 11_811, 1]);
    // Of a pHYs chunk of 300 dpi, as other programs write it: 00002e23 00002e23 01, checksum 78a53f76.
    expect(view.getUint32(50).toString(16)).toBe('78a53f76');
    expect([...out.subarray(54)]).toEqual([...png.subarray(33)]);
  });
});
