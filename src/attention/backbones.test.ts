import { beforeAll, describe, expect, it } from 'vitest';
import { BACKBONE_KINDS } from '../../tests/numeric/backboneKinds';
import { startCpu } from '../../tests/numeric/cpu';
import { normals } from '../../tests/numeric/random';
import { TINY, TINY_RUN, tinyBackbone } from '../../tests/numeric/tinyBackbone';
import '../../tests/numeric/toBeAllClose';
import { MEL_BINS } from '../model/shape';
import { currentModel } from '../training/step';
import { createTrainee, disposeTrainee } from '../training/trainee';
import { attentionMaps } from './maps';

beforeAll(startCpu);

const T = 96;
const x = normals(T * MEL_BINS, 7);

describe.each(BACKBONE_KINDS)('attention maps of %s', (_, kind) => {
  it('lie on its own grid', async () => {
    const config = { ...TINY, ...kind };
    const trainee = createTrainee(tinyBackbone(config), { ...TINY_RUN, frames: T, stride: config.stride }, 3, null);
    const { grid, depth, heads, prefix } = trainee.shape;
    const size = grid[0] * grid[1];
    const maps = await attentionMaps(currentModel(trainee), x, grid[1] - 1, async () => true);
    disposeTrainee(trainee);
    expect(maps).toMatchObject({ grid, layers: depth, heads });
    const queries = maps?.maps['column-as-queries'] ?? new Float32Array();
    expect(queries).toHaveLength(depth * heads * size);
    const spent = Array.from({ length: depth * heads }, (__, i) =>
      queries.subarray(i * size, (i + 1) * size).reduce((a, b) => a + b, 0),
    );
    // A query's attention sums to one; what prefix tokens take of it is not on the map.
    if (prefix === 0) expect(spent).toBeAllClose(spent.map(() => 1));
    else expect(spent.every((sum) => sum > 0 && sum < 1)).toBe(true);
  });
});
