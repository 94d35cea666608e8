import { beforeAll, describe, expect, it } from 'vitest';
import { BACKBONE_KINDS } from '../../tests/numeric/backboneKinds';
import { startCpu } from '../../tests/numeric/cpu';
import { normals } from '../../tests/numeric/random';
import { TINY, TINY_RUN, tinyBackbone } from '../../tests/numeric/tinyBackbone';
import '../../tests/numeric/toBeAllClose';
import { MEL_BINS } from '../model/shape';
import { currentModel } from '../training/step';
import { createTrainee } from '../training/trainee';
import { inspect } from './inspect';
import { bandMap, matrixOf } from './matrixMaps';

beforeAll(startCpu);

const T = 96;
const x = normals(T * MEL_BINS, 7);

describe.each(BACKBONE_KINDS)('attention maps of %s', (_, kind) => {
  it('lie on its own grid', async () => {
    const config = { ...TINY, ...kind };
    const trainee = createTrainee(tinyBackbone(config), { ...TINY_RUN, frames: T, stride: config.stride }, 3, null);
    const { grid, depth, heads, prefix } = trainee.shape;
    const size = grid[0] * grid[1];
    const layers: Float32Array[] = [];
    const model = currentModel(trainee);
    const found = await inspect(
      model,
      x,
      async ({ attention }) => layers.push(Float32Array.from(attention.dataSync())) > 0,
    );
    expect(found?.inspection).toMatchObject({ grid, layers: depth, heads, prefix });
    const spent = layers.flatMap((layer) =>
      Array.from({ length: heads }, (__, head) => {
        const matrix = { values: matrixOf(layer, heads, head), tokens: size + prefix };
        const last = grid[1] - 1;
        return bandMap(matrix, trainee.shape, [last, last], 'column-as-queries').reduce((a, b) => a + b, 0);
      }),
    );
    trainee.dispose();
    expect(spent).toHaveLength(depth * heads);
    // A query's attention sums to one; what prefix tokens take of it is not on the map.
    if (prefix === 0) expect(spent).toBeAllClose(spent.map(() => 1));
    else expect(spent.every((sum) => sum > 0 && sum < 1)).toBe(true);
  });
});
