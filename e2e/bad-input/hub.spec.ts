import { MODEL, test } from '../support/hub';
import { expect } from '../support/test';

test.beforeEach(async ({ playground, hub }) => {
  await playground.open('cpu');
  await playground.openBackbones();
  await playground.setHub(hub.endpoint);
});

test.afterEach(async ({ playground }) => {
  await expect(playground.backbone.getByText('ViT-Nano', { exact: true })).toBeVisible();
  await expect(playground.backbone.getByRole('alert')).toContainText('is still in place.');
});

test('a hub that answers 404', async ({ playground }) => {
  await playground.fetchModel('tests/no-such-model');
  const alert = playground.backbone.getByRole('alert');
  await expect(alert).toContainText('tests/no-such-model');
  await expect(alert).toContainText('The hub has no such model');
});

test('a hub that sends HTML', async ({ playground, hub }) => {
  hub.misbehave({ kind: 'html' });
  await playground.fetchModel(MODEL);
  const alert = playground.backbone.getByRole('alert');
  await expect(alert).toContainText(MODEL);
  await expect(alert).toContainText('web page');
});

test('a hub that stops halfway and stays silent', async ({ playground, hub }) => {
  const files = () => hub.seen.filter(({ origin }) => origin === 'files').length;
  hub.misbehave({ kind: 'drop', afterBytes: 200_000 }, 1);
  await playground.fetchModel(MODEL);
  await expect.poll(files, { intervals: [50] }).toBe(1);
  hub.misbehave({ kind: 'drop', afterBytes: 0 });
  const alert = playground.backbone.getByRole('alert');
  await expect(alert).toContainText(MODEL, { timeout: 60_000 });
  await expect(alert).toContainText('The download stopped before its end (200000 of 389224 bytes).');
  await expect(alert).toContainText('Try again: it goes on where it stopped.');
});
