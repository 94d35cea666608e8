import { describe, expect, it } from 'vitest';
import { recogniseDataset } from '../dataset/recognise';
import { decodeSource } from '../audio/decodeSource';
import { walkPicked } from '../files/drop';
import { zipTakes } from './zipTakes';

const take = (id: number, label: string) => ({
  id,
  label,
  samples: Float32Array.from({ length: 8000 }, (_, n) => 0.5 * Math.sin((n * id) / 30)),
  sampleRate: 44_100,
  warnings: [],
});

describe('zipTakes', () => {
  it('makes a data set that is read as one: a folder for each class, sounds at their own rate', async () => {
    const zip = await zipTakes([take(1, 'dog'), take(2, 'dog'), take(3, 'rain / wind'), take(4, 'rain / wind')]);
    const { sources, problems } = await walkPicked([new File([zip], 'recorded.zip')]);
    expect(problems).toEqual([]);
    const dataset = await recogniseDataset(sources);
    expect(dataset.classes).toEqual(['dog', 'rain - wind']);
    expect(dataset.clips.map(({ id }) => id.split('/').at(-1))).toEqual([
      'dog_001.wav',
      'dog_002.wav',
      'rain - wind_003.wav',
      'rain - wind_004.wav',
    ]);
    const [first] = dataset.clips;
    if (!first) throw new Error('There is no clip.');
    const { sampleRate, channels } = await decodeSource(first.source, 'take', {});
    expect([sampleRate, channels[0]?.length]).toEqual([44_100, 8000]);
  });
});
