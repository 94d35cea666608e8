import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../core/random';
import { nearestNeighbours } from './neighbours';
import { principalComponents } from './pca';
import { placeByComponents, startUnfolding } from './placing';
import { outlyingRows, suspiciousRows, verdicts, VOTERS, whitened } from './suspicion';
import type { Vectors } from './types';

const vectorsOf = (rows: readonly (readonly number[])[]): Vectors => ({
  data: Float32Array.from(rows.flat()),
  count: rows.length,
  dim: rows[0]?.length ?? 0,
});

/** Clusters around random centres in 24 dimensions, with a large mean that all share. */
function clusters(perClass: number, classes: number, seed: number, spread = 1): { vectors: Vectors; names: string[] } {
  const random = new Random(seed);
  const normals = (scale: number) => Array.from({ length: 24 }, () => scale * random.normal());
  const centres = Array.from({ length: classes }, () => normals(2));
  const rows = Array.from({ length: perClass * classes }, (_, i) =>
    normals(spread).map((value, j) => 30 + value + (centres[i % classes]?.[j] ?? 0)),
  );
  return { vectors: vectorsOf(rows), names: rows.map((_, i) => `class ${i % classes}`) };
}

describe('principal components', () => {
  it('are those of a cloud stretched along known axes, with the variance along them', () => {
    const random = new Random(3);
    const rows = Array.from({ length: 400 }, () => [5 * random.normal(), 0.1 * random.normal(), 2 * random.normal()]);
    const { coordinates, variances, totalVariance } = principalComponents(vectorsOf(rows), 2);
    expect(Math.sqrt(variances[0] ?? 0)).toBeCloseTo(5, 0);
    expect(Math.sqrt(variances[1] ?? 0)).toBeCloseTo(2, 0);
    expect(((variances[0] ?? 0) + (variances[1] ?? 0)) / totalVariance).toBeGreaterThan(0.99);
    const mean = rows.reduce((sum, [x = 0]) => sum + x, 0) / 400;
    const sign = Math.sign(((rows[0]?.[0] ?? 0) - mean) * (coordinates[0] ?? 0));
    rows.forEach(([x = 0], i) => expect(sign * (coordinates[2 * i] ?? 0)).toBeCloseTo(x - mean, 0));
    expect(principalComponents(vectorsOf(rows), 2).coordinates).toEqual(coordinates);
  });

  it('hold for one row, and for rows that are all alike', () => {
    for (const rows of [
      [[1, 2, 3]],
      [
        [1, 2],
        [1, 2],
        [1, 2],
      ],
    ]) {
      const { coordinates } = principalComponents(vectorsOf(rows), 2);
      expect([...coordinates].every((value) => value === 0)).toBe(true);
    }
  });

  it('whitened have a deviation of one along each', () => {
    const { data, dim, count } = whitened(clusters(40, 3, 5).vectors);
    for (let c = 0; c < dim; c++) {
      let square = 0;
      for (let i = 0; i < count; i++) square += (data[i * dim + c] ?? 0) ** 2;
      expect(square / count).toBeCloseTo(1, 3);
    }
  });
});

describe('the nearest neighbours', () => {
  it('are those that comparing all pairs one by one gives', () => {
    const row = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (rows, k) => {
        const found = nearestNeighbours(vectorsOf(rows), k);
        const cosine = (a: readonly number[], b: readonly number[]) => {
          const scale = Math.hypot(...a) * Math.hypot(...b);
          return scale === 0 ? 0 : a.reduce((sum, x, j) => sum + x * (b[j] ?? 0), 0) / scale;
        };
        rows.forEach((a, i) => {
          const all = rows.flatMap((b, j) => (i === j ? [] : [cosine(a, b)])).sort((x, y) => y - x);
          for (let n = 0; n < found.k; n++) {
            const at = i * found.k + n;
            expect(found.similarities[at]).toBeCloseTo(all[n] ?? NaN, 5);
            expect(found.indices[at]).not.toBe(i);
            expect(cosine(a, rows[found.indices[at] ?? -1] ?? [])).toBeCloseTo(found.similarities[at] ?? NaN, 5);
          }
        });
      }),
    );
  });
});

describe('the map', () => {
  it('keeps clusters together, the same every time, and needs a handful of clips', () => {
    const { vectors, names } = clusters(20, 8, 11, 0.5);
    const make = () => {
      const neighbours = nearestNeighbours(whitened(vectors), VOTERS);
      const unfolding = startUnfolding(neighbours, placeByComponents(vectors).places);
      for (let epoch = 0; unfolding && epoch < 200; epoch++) unfolding.step();
      return unfolding?.places() ?? new Float32Array(0);
    };
    const places = make();
    expect(make()).toEqual(places);
    const nearest = nearestPlaces(places);
    expect(nearest.filter((other, i) => names[other] === names[i]).length / names.length).toBeGreaterThan(0.7); // One in eight by chance.
    const few = vectorsOf([
      [1, 2],
      [2, 1],
      [0, 1],
    ]);
    expect(startUnfolding(nearestNeighbours(few, 15), placeByComponents(few).places)).toBeNull();
  });
});

function nearestPlaces(places: Float32Array): number[] {
  const count = places.length / 2;
  const distance = (i: number, j: number) =>
    Math.hypot((places[2 * i] ?? 0) - (places[2 * j] ?? 0), (places[2 * i + 1] ?? 0) - (places[2 * j + 1] ?? 0));
  return Array.from({ length: count }, (_, i) => {
    const others = Array.from({ length: count }, (_other, j) => j).filter((j) => j !== i);
    return others.reduce((best, j) => (distance(i, j) < distance(i, best) ? j : best));
  });
}

describe('suspicious labels', () => {
  it('of clear clusters: those that are wrong come first', () => {
    const { vectors, names } = clusters(40, 4, 7);
    const wrong = [3, 50, 77, 120];
    const labels = names.map((name, i) => [wrong.includes(i) ? 'class 0' : name]);
    labels[120] = ['class 1'];
    const judged = verdicts(nearestNeighbours(whitened(vectors), VOTERS), labels);
    const first = suspiciousRows(judged).slice(0, wrong.length);
    expect([...first].sort((a, b) => a - b)).toEqual(wrong);
    expect(judged[3]).toMatchObject({ other: names[3] });
    expect(judged[3]?.otherShare).toBeGreaterThan(0.5);
  });

  it('excluded clips have no say, and clips without labels are not judged', () => {
    const neighbours = {
      indices: Int32Array.from([1, 2, 0, 2, 0, 1]),
      similarities: Float32Array.from([1, 0.5, 1, 0.2, 0.5, 0.2]),
      k: 2,
    };
    const [first] = verdicts(neighbours, [['a'], ['b'], ['a']]);
    expect(first).toMatchObject({ other: 'b', nearness: 0.75 });
    expect(first?.own).toBeCloseTo(1 / 3, 6);
    expect(first?.suspicion).toBeCloseTo(1 / 3, 6);
    expect(verdicts(neighbours, [['a'], null, ['a']])[0]).toMatchObject({ own: 1, other: null, suspicion: -1 });
    expect(verdicts(neighbours, [[], ['b'], ['a']])[0]).toBeNull();
    expect(verdicts(neighbours, [['a', 'b'], ['b'], ['c']])[0]).toMatchObject({ other: 'c' });
  });

  it('a clip that is like no other stands out', () => {
    const similarities = new Float32Array(20).fill(0.9);
    const near = (i: number) => ({
      own: 1,
      other: null,
      otherShare: 0,
      suspicion: -1,
      nearness: (similarities[i] ?? 0) + 0.001 * i,
    });
    const judged = [...Array.from({ length: 20 }, (_, i) => near(i)), { ...near(0), nearness: 0.2 }];
    expect(outlyingRows(judged)).toEqual([20]);
    expect(outlyingRows([])).toEqual([]);
  });
});
