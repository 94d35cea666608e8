import { describe, expect, it } from 'vitest';
import { problemFrom } from '../../tests/weights/checkpoints';
import { RECIPES } from '../training/config';
import { parseExperiment, settingsOf } from './experimentConfig';

describe('an experiment', () => {
  it('needs nothing but its data', () => {
    expect(parseExperiment({ data: 'demo' })).toEqual({
      data: 'demo',
      backbone: 'vit-nano',
      revision: 'main',
      recipe: 'folder',
      heldOutFold: 'validation',
      trainPerClass: null,
      maxClips: null,
      backend: 'auto',
    });
  });

  it('takes the recipe, and what it says itself over that', () => {
    const adapters = { attn: { kernel: 'time', bottleneck: 4 }, ffn: null };
    const settings = settingsOf(parseExperiment({ data: 'x', recipe: 'esc50', epochs: 3, adapters, fold: 2 }));
    expect(settings).toEqual({ ...RECIPES.esc50.settings, epochs: 3, adapters });
  });

  it("takes the meaning of a table's columns", () => {
    const table = { table: 'meta.csv', columns: { file: 'path', animal: 'label' } };
    expect(parseExperiment({ data: 'x', table }).table).toEqual({ ...table, separator: 'none' });
  });

  it.each([
    ['table.columns.file', { data: 'x', table: { table: 'm.csv', columns: { file: 'sound' } } }],
    ['data', {}],
    ['epochs', { data: 'x', epochs: 0 }],
    ['adapters.attn.kernel', { data: 'x', adapters: { attn: { kernel: 'cube', bottleneck: 1 }, ffn: null } }],
    ['backend', { data: 'x', backend: 'cuda' }],
    ['validationShare', { data: 'x', validationShare: 1 }],
    ['epoch', { data: 'x', epoch: 3 }],
  ])('names the setting that is wrong: %s', async (subject, value) => {
    expect(await problemFrom(() => parseExperiment(value))).toMatchObject({ code: 'experiment.config', subject });
  });

  it.each([null, 7, 'text', []])('refuses %j', async (value) => {
    expect((await problemFrom(() => parseExperiment(value))).code).toBe('experiment.config');
  });
});
