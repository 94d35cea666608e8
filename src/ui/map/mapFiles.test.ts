import { describe, expect, it } from 'vitest';
import type { ClipMap } from '../../embedding/mapState';
import { mapCsv, mapDrawing } from './mapFiles';

const components = Float32Array.of(0, 0, 1, 0.5, 2, 1);
const map: ClipMap = { ids: ['a.wav', '=b.wav', 'gone.wav'], components, shown: 1, unfolded: null, neighbours: null };
const labels = [[0, 1], [1], null];

describe('the files of the map', () => {
  it('csv: a line a clip that is shown, empty where a way has no place', () => {
    expect(mapCsv(map, labels, ['cat', 'dog'])).toBe(
      ['clip,classes,umap x,umap y,pca x,pca y', 'a.wav,cat; dog,,,0,0', "'=b.wav,dog,,,1,0.5", ''].join('\r\n'),
    );
  });

  it('drawing: a mark a clip that is shown, rings on those alone, every class named as text', () => {
    const { text } = mapDrawing('Map', components, labels, new Set([1, 2]), ['cat', '<dog>']);
    expect(text.match(/fill-opacity/g)).toHaveLength(2);
    expect(text.match(/<circle/g)).toHaveLength(1);
    expect(text).toContain('&lt;dog&gt;');
  });
});
