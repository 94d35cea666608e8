import { openAsBlob } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { data, fmtChunk, int16, wavOf } from '../../tests/audio/wavFile';
import type { SourceFile } from '../files/source';
import { prepareSource } from './prepare';
import { readWindows } from './readWindows';

const RATE = 16_000;
const SECONDS = 12 * 3600;
const BYTES_A_SECOND = 2 * RATE;
/** What is read to tell a format, and of headers. */
const HEAD_BYTES = 2 ** 15 + 1000;
/** Where the only sound is; the rest of the file are zeros that take no room on the disk. Seconds. */
const EVENT = { start: SECONDS - 600, end: SECONDS - 598 };

let folder = '';
let read = 0;
let source: SourceFile;

/** A file of twelve hours on the disk that counts the bytes that are asked of it. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loaa-long-'));
  const path = join(folder, 'twelve-hours.wav');
  const header = wavOf([fmtChunk({ rate: RATE }), data(new Uint8Array(0), SECONDS * BYTES_A_SECOND)]);
  const handle = await open(path, 'w');
  await handle.write(header);
  await handle.truncate(header.length + SECONDS * BYTES_A_SECOND);
  const tone = int16(Array.from({ length: 2 * RATE }, (_, n) => Math.round(9000 * Math.sin(n / 4))));
  await handle.write(tone, 0, tone.length, header.length + EVENT.start * BYTES_A_SECOND);
  await handle.close();
  const file = new File([await openAsBlob(path)], 'twelve-hours.wav');
  const slice = file.slice.bind(file);
  file.slice = (from = 0, to = file.size) => {
    read += Math.max(0, Math.min(to, file.size) - from);
    return slice(from, to);
  };
  source = { kind: 'file', path: file.name, size: file.size, file };
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a recording of twelve hours', () => {
  it('is cut into training clips at the cost of the clips', async () => {
    read = 0;
    const sound = await prepareSource(source, { frontEnd: 'ast', frames: 1024, segment: EVENT });
    const quiet = await prepareSource(source, {
      frontEnd: 'ast',
      frames: 1024,
      segment: { start: EVENT.start - 3, end: EVENT.start - 1 },
    });
    expect([sound.seconds, sound.warnings, quiet.warnings[0]?.code]).toEqual([2, [], 'audio.silent']);
    expect(read).toBeLessThan(2 * (2 * BYTES_A_SECOND + HEAD_BYTES));
  });

  it('is read for the timeline as it goes, no further than the windows that were asked for', async () => {
    read = 0;
    const batches = readWindows(source, { frontEnd: 'ast', frames: 64, hopSeconds: 1, batch: 8 });
    for (let i = 1; i <= 4; i++) {
      const { value } = await batches.next();
      expect(value?.windows).toHaveLength(8);
      // A block of ten seconds is decoded at a time.
      expect(read, `bytes for ${8 * i} windows`).toBeLessThan((8 * i + 20) * BYTES_A_SECOND + HEAD_BYTES);
    }
    await batches.return();
  });
});
