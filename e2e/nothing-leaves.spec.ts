import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SITE_FOLDER } from './support/globalSetup';
import { recordRequests, soundFinder } from './support/requests';
import { writeSounds } from './support/sounds';
import { MODEL, test } from './support/hub';
import { expect } from './support/test';

/** Bytes of a wav file before its samples, as tests/audio/wavFile.ts writes it. */
const HEAD = 44;

/** The samples of every sound below a folder. */
async function samplesBelow(folder: string): Promise<readonly Int16Array[]> {
  const names = await readdir(folder, { recursive: true });
  const files = await Promise.all(
    names.filter((name) => name.endsWith('.wav')).map((name) => readFile(join(folder, name))),
  );
  return files.map(
    (bytes) => new Int16Array(Uint8Array.from(bytes.subarray(HEAD)).buffer, 0, (bytes.length - HEAD) >> 1),
  );
}

test('promise 59: the whole main job asks for files of the site and sends nothing, least of all a sound', async ({
  playground,
  page,
  context,
  siteUrl,
  workspace,
}) => {
  test.setTimeout(300_000);
  const folder = await writeSounds(join(workspace, 'sounds'), 4);
  const holdsSound = soundFinder(await samplesBelow(folder));
  const sent = recordRequests(context);

  await playground.open('wasm');
  await playground.drop([folder]);
  await playground.expectData(12, 3);
  await playground.setNumber('Frames a clip', 64);
  await playground.setNumber('Epochs', 1);
  await playground.setNumber('Batch', 4);
  await playground.press('start');
  await playground.expectStatus('finished');
  await playground.lookAt(1);
  await expect(page.getByTestId('map')).toHaveCount(2, { timeout: 60_000 });
  await playground.show('errors');
  await playground.show('compare');
  await playground.show('try');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export-adapter').click()]);
  await download.path();
  await playground.predict(join(folder, 'tone', 'tone_00.wav'), 'tone_00.wav');

  expect(sent.length).toBeGreaterThan(10);
  const built = process.env[SITE_FOLDER] ?? '';
  for (const { method, url, body } of sent) {
    const { href, search } = new URL(url);
    expect(href.startsWith(siteUrl), url).toBe(true);
    expect(['', '?backend=wasm'], url).toContain(search);
    expect(method, url).toBe('GET');
    expect(body, url).toBeNull();
    expect(holdsSound(Buffer.from(url)), url).toBe(false);
    const path = decodeURIComponent(href.slice(siteUrl.length).replace(/[?#].*$/, ''));
    expect(existsSync(join(built, path)), `${url} is a file of the site`).toBe(true);
  }
  expect(await context.cookies()).toEqual([]);
});

test('promise 59: the hub is asked for the model that was chosen, and told nothing else', async ({
  playground,
  context,
  siteUrl,
  hub,
}) => {
  await context.addCookies([{ name: 'sign', value: 'in', url: hub.endpoint }]);
  const sent = recordRequests(context);
  const headers: Record<string, string>[] = [];
  context.on('request', async (request) => {
    if (!request.url().startsWith(siteUrl)) headers.push(await request.allHeaders());
  });
  await playground.open('cpu');
  await playground.openBackbones();
  await playground.setHub(hub.endpoint);
  await playground.fetchModel(MODEL);
  await expect(playground.backbone.getByText(MODEL, { exact: true })).toBeVisible();

  const asked = sent.filter(({ url }) => !url.startsWith(siteUrl));
  const commit = [...hub.models.values()].map((model) => model.commit).join();
  expect(asked.map(({ url }) => url)).toEqual([
    `${hub.endpoint}/api/models/${MODEL}/revision/main?blobs=true`,
    `${hub.endpoint}/${MODEL}/resolve/${commit}/config.json`,
    `${hub.endpoint}/${MODEL}/resolve/${commit}/model.safetensors`,
    expect.stringMatching(new RegExp(`^${hub.filesOrigin}/${commit}/`)),
  ]);
  for (const { method, body } of asked) expect([method, body]).toEqual(['GET', null]);
  expect(headers.length).toBeGreaterThanOrEqual(3);
  for (const all of headers)
    expect(Object.keys(all).filter((name) => /cookie|referer|authorization/.test(name))).toEqual([]);
});
