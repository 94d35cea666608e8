import { MODEL, test } from './support/hub';
import { expect } from './support/test';

test('promises 56, 58: a model of the hub: progress, cancel, going on where it stopped, and offline from the cache', async ({
  playground,
  hub,
}) => {
  await playground.open('cpu');
  await playground.openBackbones();
  await playground.setHub(hub.endpoint);
  const { backbone } = playground;

  await test.step('a download that stands still shows how far it is, and can be cancelled', async () => {
    hub.misbehave({ kind: 'stall', afterBytes: 150_000 }, 1);
    await playground.fetchModel(MODEL);
    await expect(backbone.getByText('150 kB of 389 kB')).toBeVisible();
    await expect(backbone.getByRole('progressbar', { name: 'Downloading' })).toBeVisible();
    await backbone.getByRole('button', { name: 'Cancel' }).click();
    await expect(backbone.getByRole('progressbar')).toHaveCount(0);
    await expect(backbone.getByText('ViT-Nano', { exact: true })).toBeVisible();
  });

  await test.step('asked again it goes on from there, also after the connection drops', async () => {
    hub.misbehave({ kind: 'drop', afterBytes: 100_000 }, 1);
    await playground.fetchModel(MODEL);
    await expect(backbone.getByText(MODEL, { exact: true })).toBeVisible();
    await expect(backbone.getByText('DeiT, Hugging Face naming')).toBeVisible();
    await expect(backbone.getByText('2 × 3', { exact: true })).toBeVisible();
    const ranges = hub.seen.filter(({ origin }) => origin === 'files').map(({ range }) => range);
    expect(ranges).toEqual([null, 'bytes=150000-', 'bytes=250000-']);
  });

  await test.step('without the hub it comes from the cache', async () => {
    await hub.close();
    await playground.reload();
    await playground.openBackbones();
    await playground.setHub(hub.endpoint);
    await playground.fetchModel(MODEL);
    await expect(backbone.getByText(MODEL, { exact: true })).toBeVisible({ timeout: 60_000 });
    await expect(backbone.getByRole('alert')).toHaveCount(0);
    await expect(backbone.getByText('revision c0ffee00')).toBeVisible();
  });
});
