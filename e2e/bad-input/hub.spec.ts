import type { Fault } from '../../tests/hub/server';
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

const ANSWERS: readonly { readonly what: string; readonly fault: Fault; readonly said: string }[] = [
  { what: '401', fault: { kind: 'status', status: 401 }, said: 'does not show this model without signing in' },
  { what: '403', fault: { kind: 'status', status: 403 }, said: 'its authors ask you to accept their terms first' },
  { what: '404', fault: { kind: 'status', status: 404 }, said: 'The hub has no such model or file' },
  {
    what: '429',
    fault: { kind: 'status', status: 429, headers: { 'retry-after': '3600' } },
    said: 'too many requests',
  },
  { what: 'a web page', fault: { kind: 'html' }, said: 'answers with a web page' },
  { what: 'a file of another revision', fault: { kind: 'movedFile' }, said: 'another revision' },
  { what: 'other bytes', fault: { kind: 'corrupt' }, said: 'the SHA-256 of model.safetensors is wrong' },
  { what: 'half of it', fault: { kind: 'short' }, said: 'a file of another size than it announces' },
];

for (const { what, fault, said } of ANSWERS) {
  test(`promise 57: a hub that answers with ${what}`, async ({ playground, hub }) => {
    hub.misbehave(fault);
    await playground.fetchModel(MODEL);
    const alert = playground.backbone.getByRole('alert');
    await expect(alert).toContainText(MODEL);
    await expect(alert).toContainText(said);
  });
}

test('promise 57: a hub that has no model of that name', async ({ playground }) => {
  await playground.fetchModel('tests/no-such-model');
  const alert = playground.backbone.getByRole('alert');
  await expect(alert).toContainText('tests/no-such-model');
  await expect(alert).toContainText('The hub has no such model');
});

test('promise 56: a hub that stops halfway and stays silent', async ({ playground, hub }) => {
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
