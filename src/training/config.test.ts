import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIG, PUBLISHED_STATISTICS, RECIPES } from './config';

describe('recipes', () => {
  it('state every setting of how clips are seen, so that none stays behind from another', () => {
    const stated = Object.values(RECIPES).map(({ settings }) => Object.keys(settings));
    for (const name of ['frontEnd', 'crop', 'views', 'hop', 'normalisation', 'masking', 'weightDecay']) {
      for (const own of stated) expect(own).toContain(name);
    }
  });

  it('take their statistics from the training part unless asked for the published ones', () => {
    for (const { settings } of Object.values(RECIPES)) expect(settings.normalisation).toBeNull();
    expect(DEFAULT_CONFIG).toMatchObject({ crop: 'start', views: 1, hop: null, normalisation: null });
    expect(PUBLISHED_STATISTICS.esc50).toEqual({ mean: -6.6268077, std: 5.358466 });
    expect(PUBLISHED_STATISTICS['speech-commands']).toEqual({ mean: -6.845978, std: 5.5654526 });
    expect(PUBLISHED_STATISTICS['epic-sounds']).toBeUndefined();
  });

  it("have EPIC-SOUNDS' published numbers", () => {
    expect(RECIPES['epic-sounds'].settings).toMatchObject({
      frontEnd: 'epic',
      frames: 400,
      optimiser: 'adamw',
      weightDecay: 1e-4,
      learningRate: 1e-4,
      epochs: 30,
      batch: 128,
      loss: 'ce',
      crop: 'random',
      views: 5,
      mixup: 0,
    });
  });
});
