import { describe, expect, it } from 'vitest';
import { drawMixture, mixWaves, noiseAndRoll } from '../audio/augment';
import { featuresOf, FRONT_ENDS } from '../audio/frontEnds';
import { applyMasks, drawMasks } from '../audio/masking';
import { Random } from '../core/random';
import { normals } from '../../tests/numeric/random';
import '../../tests/numeric/toBeAllClose';
import { problemFrom } from '../../tests/weights/checkpoints';
import { planExample, plainInput, trainingExample, type ExampleSettings, type TrainingClip } from './examples';
import { normalisationOf } from './statistics';

const BINS = 128;
const CLASSES = 4;
const SILENCE = new Float32Array();

const clipOf = (frames: number, label: number, seed: number): TrainingClip => ({
  features: { data: normals(frames * BINS, seed, 2).map((v) => v - 5), frames, bins: BINS },
  wave: null,
  labels: [label],
});
const waveClip = (label: number, seed: number): TrainingClip => {
  const wave = normals(4000, seed, 0.1);
  return { features: featuresOf(FRONT_ENDS.ast, wave), wave, labels: [label] };
};

const settingsOf = (patch: Partial<ExampleSettings['config']> = {}): ExampleSettings => ({
  config: {
    frontEnd: 'ast',
    frames: 32,
    crop: 'start',
    views: 1,
    hop: null,
    specAugment: { frequency: 0, time: 0 },
    masking: 'ast',
    mixup: 0,
    noise: false,
    ...patch,
  },
  classes: CLASSES,
  mean: -4,
  std: 3,
});
const nobody = (): TrainingClip => {
  throw new Error('no partner is asked for');
};

/** An example drawn and made in one go. */
function example(clip: TrainingClip, settings: ExampleSettings, partner: () => TrainingClip, random: Random) {
  const plan = planExample(settings.config, 1, random);
  return trainingExample(clip, plan.mixture && partner(), plan, settings);
}

describe('plainInput', () => {
  it('is (x - mean) / 2 std, with what is missing filled with zeros first', () => {
    const clip = clipOf(20, 0, 1);
    const x = plainInput(clip.features, settingsOf());
    expect(x).toHaveLength(32 * BINS);
    const expected = [...clip.features.data, ...new Array<number>(12 * BINS).fill(0)].map((v) => (v + 4) / 6);
    expect(x).toBeAllClose(expected);
  });

  it('cuts what is too long at its end', () => {
    const clip = clipOf(50, 0, 2);
    expect(plainInput(clip.features, settingsOf())).toBeAllClose(
      [...clip.features.data.slice(0, 32 * BINS)].map((v) => (v + 4) / 6),
    );
  });
});

describe('normalisationOf', () => {
  it('is mean and deviation of the padded and cut features of the given clips', () => {
    const clips = [clipOf(20, 0, 3), clipOf(50, 1, 4), clipOf(32, 2, 5)];
    const all = clips.flatMap(({ features }) => {
      const kept = [...features.data.slice(0, 32 * BINS)];
      return [...kept, ...new Array<number>(32 * BINS - kept.length).fill(0)];
    });
    const mean = all.reduce((a, b) => a + b, 0) / all.length;
    const std = Math.sqrt(all.reduce((sum, v) => sum + (v - mean) ** 2, 0) / all.length);
    const ours = normalisationOf(clips, settingsOf().config);
    expect([ours.mean, ours.std]).toBeAllClose([mean, std], { absolute: 1e-9, relative: 1e-9 });
  });

  it('refuses an empty training part', async () => {
    expect((await problemFrom(() => normalisationOf([], settingsOf().config))).code).toBe('audio.no-statistics');
  });
});

describe('trainingExample', () => {
  it('is the plain input and one label where nothing is augmented', () => {
    const clip = clipOf(20, 2, 6);
    const { x, target } = example(clip, settingsOf(), nobody, new Random(1));
    expect(x).toEqual(plainInput(clip.features, settingsOf()));
    expect([...target]).toEqual([0, 0, 1, 0]);
  });

  it('masks after padding and before normalising: masked values are those of padding', () => {
    const clip = clipOf(20, 0, 7);
    const settings = settingsOf({ specAugment: { frequency: 40, time: 20 } });
    const plain = plainInput(clip.features, settings);
    const zero = Math.fround((0 - settings.mean) / (2 * settings.std));
    let masked = 0;
    for (let seed = 0; seed < 20; seed++) {
      example(clip, settings, nobody, new Random(seed)).x.forEach((value, i) => {
        if (value === plain[i]) return;
        expect(value).toBeCloseTo(zero, 6);
        masked++;
      });
    }
    expect(masked).toBeGreaterThan(0);
  });

  it('adds noise to the normalised input and rolls it last', () => {
    const clip = clipOf(32, 0, 8);
    const plain = plainInput(clip.features, settingsOf());
    const shifts = new Set<number>();
    for (let seed = 0; seed < 30; seed++) {
      const { x } = example(clip, settingsOf({ noise: true }), nobody, new Random(seed));
      const fits = Array.from({ length: 20 }, (_, i) => i - 10).filter((shift) =>
        plain.every((value, i) => {
          const rest = (x[(i + shift * BINS + x.length) % x.length] ?? NaN) - value;
          return rest > -1e-5 && rest < 0.1 + 1e-5;
        }),
      );
      expect(fits).toHaveLength(1);
      shifts.add(fits[0] ?? NaN);
    }
    expect(shifts.size).toBeGreaterThan(5);
  });

  it("mixes waves and labels first, then keeps AST's order", () => {
    const [clip, other] = [waveClip(1, 9), waveClip(3, 10)];
    const settings = settingsOf({ mixup: 1, noise: true, specAugment: { frequency: 30, time: 10 } });
    const { x, target } = example(clip, settings, () => other, new Random(5));

    const random = new Random(5);
    random.uniform();
    random.integer(1);
    const lambda = drawMixture(random);
    const { frames, data, bins } = featuresOf(
      FRONT_ENDS.ast,
      mixWaves(clip.wave ?? SILENCE, other.wave ?? SILENCE, lambda),
    );
    const padded = new Float32Array(32 * BINS);
    padded.set(data.subarray(0, Math.min(frames, 32) * bins));
    const masks = drawMasks('ast', [32, BINS], settings.config.specAugment, random);
    const masked = applyMasks(padded, BINS, masks, 'ast');
    const normalised = masked.map((v) => (v - settings.mean) * (1 / (2 * settings.std)));
    expect(x).toBeAllClose(noiseAndRoll(normalised, BINS, random));
    expect([...target]).toBeAllClose([0, lambda, 0, 1 - lambda]);
    expect(lambda).toBeGreaterThan(0);
    expect(lambda).toBeLessThan(1);
  });

  it('mixes about the share that is asked for', () => {
    const [clip, other] = [waveClip(1, 11), waveClip(3, 12)];
    let mixed = 0;
    const random = new Random(3);
    for (let i = 0; i < 200; i++) {
      const { target } = example(clip, settingsOf({ mixup: 0.6, frames: 16 }), () => other, random);
      expect(target.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
      if ((target[3] ?? 0) > 0) mixed++;
    }
    expect(mixed).toBeGreaterThan(90);
    expect(mixed).toBeLessThan(150);
  });

  it('mixes a clip with one of its own class into one whole label', () => {
    const { target } = example(waveClip(2, 13), settingsOf({ mixup: 1 }), () => waveClip(2, 14), new Random(1));
    expect([...target]).toBeAllClose([0, 0, 1, 0]);
  });

  it('says what to do where waves were not kept', async () => {
    const clip = clipOf(32, 0, 15);
    const problem = await problemFrom(() => example(clip, settingsOf({ mixup: 1 }), () => clip, new Random(1)));
    expect(problem).toMatchObject({ code: 'training.no-waves', cure: 'Load the data again.' });
  });
});
