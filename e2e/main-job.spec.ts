import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adapterShapes, zipNames } from './support/adapterZip';
import { canvasPixels, coloursIn } from './support/canvas';
import { soundFile, VOICE_NAMES, writeSounds } from './support/sounds';
import { expect, test } from './support/test';

const PER_CLASS = 10;
const EPOCHS = 8;
/** Seeds of sounds that no training clip has. */
const HELD_OUT = 1000;

test('the main job on WebGPU: drop a folder, train, look inside, export, reload, import, predict the same', async ({
  playground,
  page,
  workspace,
}) => {
  test.setTimeout(600_000);
  const folder = await writeSounds(join(workspace, 'sounds'), PER_CLASS);
  await writeFile(join(folder, 'noise', 'broken.wav'), 'RIFF, but only in name');
  const heldOut = await Promise.all(
    VOICE_NAMES.map(async (voice) => {
      const path = join(workspace, `unheard ${voice}.wav`);
      await writeFile(path, soundFile(voice, HELD_OUT));
      return { voice, path, name: `unheard ${voice}.wav` };
    }),
  );

  await playground.open('webgpu');
  await expect(page.getByTestId('backend-badge')).toHaveAttribute('data-backend', 'webgpu');

  await test.step('the dropped folder is recognised, the broken file listed with its reason', async () => {
    await playground.drop([folder]);
    await playground.expectData(PER_CLASS * VOICE_NAMES.length, VOICE_NAMES.length);
    await expect(playground.data.getByText('Folder for each class')).toBeVisible();
    for (const voice of VOICE_NAMES) {
      const row = playground.data.getByRole('row').filter({ has: page.getByRole('rowheader', { name: voice }) });
      await expect(row.getByRole('cell').nth(0)).toHaveText('8');
      await expect(row.getByRole('cell').nth(1)).toHaveText('2');
    }
    const problems = await playground.openProblems('1 file was not used');
    await expect(problems).toHaveCount(1);
    await expect(problems).toContainText('sounds/noise/broken.wav');
    await expect(problems).toContainText('is a RIFF file without WAVE sound. Convert it');
  });

  await test.step('small settings', async () => {
    await playground.setNumber('Frames a clip', 64);
    await playground.setNumber('Epochs', EPOCHS);
    await playground.setNumber('Batch', 8);
    await expect(page.getByRole('combobox', { name: 'Method' })).toHaveValue('loaa');
  });

  await test.step('single steps, pause and resume', async () => {
    await playground.press('step');
    await expect.poll(() => playground.step(), { timeout: 120_000 }).toBe(1);
    await playground.expectStatus('paused');
    await playground.press('step');
    await expect.poll(() => playground.step(), { timeout: 60_000 }).toBe(2);
    await playground.expectStatus('paused');
    await playground.press('resume');
    await expect.poll(() => playground.step(), { timeout: 60_000, intervals: [50] }).toBeGreaterThan(2);
    await playground.press('pause');
    await playground.expectStatus('paused');
    const paused = await playground.step();
    await page.waitForTimeout(4000);
    expect(await playground.step(), 'steps while paused').toBe(paused);
    await playground.press('resume');
    await expect.poll(() => playground.step(), { timeout: 60_000 }).toBeGreaterThan(paused);
  });

  await test.step('the loss falls and the accuracy is well above chance', async () => {
    await playground.expectStatus('finished');
    expect(await playground.top1()).toBeGreaterThanOrEqual(0.8);
    const losses = await playground.losses(EPOCHS);
    expect(losses.at(-1)?.train).toBeLessThan(0.6 * (losses[0]?.train ?? 0));
    expect(losses.at(-1)?.validation).toBeLessThan(Math.log(VOICE_NAMES.length));
  });

  await test.step('the attention before and after training', async () => {
    await playground.lookAt(1);
    const maps = page.getByTestId('map');
    await expect(maps).toHaveCount(2, { timeout: 60_000 });
    const [before, after] = await Promise.all([0, 1].map((i) => canvasPixels(maps.nth(i).locator('canvas'))));
    for (const pixels of [before, after]) expect(coloursIn(pixels ?? [])).toBeGreaterThan(50);
    expect(after).not.toEqual(before);
  });

  const saved = join(workspace, 'adapter.zip');
  await test.step('the adapter is exported', async () => {
    await playground.show('try');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export-adapter').click()]);
    expect(download.suggestedFilename()).toMatch(/^loaa-.*\.zip$/);
    await copyFile(await download.path(), saved);
    const bytes = await readFile(saved);
    const names = await zipNames(bytes);
    const wanted = [
      'adapter_config.json',
      'adapter_model.safetensors',
      'check.py',
      'loaa_ast.py',
      'split.csv',
      'train.py',
    ];
    expect(names).toEqual(expect.arrayContaining(wanted));
    expect(names.filter((name) => /\.wav$/.test(name))).toEqual([]);
    const shapes = await adapterShapes(bytes);
    const layer = 'base_model.model.audio_spectrogram_transformer.encoder.layer.0';
    expect(shapes.get(`${layer}.loaa_attn.down.weight`)).toEqual([4, 128, 1, 3]);
    expect(shapes.get(`${layer}.loaa_ffn.up.weight`)).toEqual([128, 4, 3, 1]);
    expect(shapes.get('base_model.model.classifier.dense.weight')).toEqual([3, 128]);
  });

  const predictAll = async () => {
    const all = [];
    for (const { path, name } of heldOut) all.push(await playground.predict(path, name));
    return all;
  };
  const trained = await test.step('sounds that it never heard are told apart', async () => {
    const all = await predictAll();
    const right = heldOut.filter(({ voice }, i) => [...(all[i] ?? [])][0]?.[0] === voice);
    expect(right.length, JSON.stringify(all.map((scores) => [...scores]))).toBeGreaterThanOrEqual(2);
    return all;
  });

  await test.step('after a reload the imported adapter predicts the same', async () => {
    await playground.reload();
    await playground.show('try');
    await expect(page.getByRole('button', { name: 'Choose sounds' })).toBeDisabled();
    await page.getByTestId('import-input').setInputFiles(saved);
    await expect(playground.tryIt).toContainText('imported');
    const imported = await predictAll();
    imported.forEach((scores, i) => {
      expect([...scores.keys()].sort()).toEqual([...VOICE_NAMES]);
      for (const [label, score] of scores) {
        expect(Math.abs(score - (trained[i]?.get(label) ?? Number.NaN)), label).toBeLessThan(1e-4);
      }
    });
  });
});
