import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SITE_FOLDER } from './support/globalSetup';
import { recordRequests, soundFinder } from './support/requests';
import { writeSounds } from './support/sounds';
import { expect, test } from './support/test';

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
    const path = decodeURIComponent(href.slice(siteUrl.length).replace(/[?#].*$/, ''));
    expect(existsSync(join(built, path)), `${url} is a file of the site`).toBe(true);
  }

  await test.step('the same eyes see a sound that is sent', async () => {
    const bytes = [...(await readFile(join(folder, 'chirp', 'chirp_01.wav')))];
    const before = sent.length;
    const post = async (all: number[]) => {
      const file = Uint8Array.from(all);
      await fetch('stolen', { method: 'POST', body: file }).catch(() => undefined);
      navigator.sendBeacon('stolen', btoa(String.fromCharCode(...file)));
      const socket = new WebSocket(new URL('stolen', location.href.replace('http', 'ws')));
      await new Promise((resolve) => (socket.onerror = socket.onclose = resolve));
    };
    await page.evaluate(post, bytes).catch(() => undefined);
    const stolen = sent.slice(before);
    expect(stolen.map(({ method }) => method)).toEqual(['POST', 'POST', 'WebSocket']);
    expect(stolen.filter(({ body }) => body && holdsSound(body))).toHaveLength(2);
    expect(sent.slice(0, before).filter(({ url, body }) => holdsSound(body ?? Buffer.from(url)))).toEqual([]);
  });
});
