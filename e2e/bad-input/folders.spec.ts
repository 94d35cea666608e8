import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { soundFile, writeSounds } from '../support/sounds';
import { expect, test } from '../support/test';

/** A folder that is no data set, and what the page must say of it. */
interface BadFolder {
  readonly what: string;
  /** Files by path below the folder. */
  readonly files: Readonly<Record<string, Uint8Array | string>>;
  readonly says: readonly string[];
}

const sound = () => soundFile('tone', 7);

const BAD_FOLDERS: readonly BadFolder[] = [
  {
    what: 'an empty folder',
    files: {},
    says: ['The folder', 'It holds no files.', 'Choose a folder that holds recordings (wav, flac, ogg, mp3, m4a)'],
  },
  {
    what: 'a folder without recordings',
    files: { 'readme.txt': 'hello', 'photo.png': 'PNG' },
    says: ['given', 'None of its 2 files is a recording', 'Choose the folder that holds the recordings.'],
  },
  {
    what: 'a folder without labels',
    files: { '01.wav': sound(), '02.wav': sound(), '03.wav': sound() },
    says: ['given', 'No labels can be told: the 3 recordings lie in one folder', 'Lay them out in one of these ways'],
  },
  {
    what: 'a folder whose recordings turn out to be none, but for one class',
    files: { 'a/1.wav': 'no sound', 'a/2.wav': 'no sound', 'b/1.wav': sound(), 'b/2.wav': sound() },
    says: ['given', 'cannot be trained on: only "b" has usable clips left.', 'add clips of at least two classes.'],
  },
  {
    what: 'a folder of one class',
    files: { 'robin/1.wav': sound(), 'robin/2.wav': sound() },
    says: ['given', 'There is only one class, "robin" with 2 recordings', 'Add at least one more class.'],
  },
];

for (const { what, files, says } of BAD_FOLDERS) {
  test(`${what} is refused with cause and cure, and what was loaded stays`, async ({ playground, workspace, page }) => {
    await playground.open('cpu');
    await playground.drop([await writeSounds(join(workspace, 'good'), 2)]);
    await playground.expectData(6, 3);

    const folder = join(workspace, 'given');
    await mkdir(folder);
    for (const [path, bytes] of Object.entries(files)) {
      await mkdir(join(folder, path, '..'), { recursive: true });
      await writeFile(join(folder, path), bytes);
    }
    await playground.drop([folder]);
    const alert = playground.data.getByRole('alert');
    for (const words of says) await expect(alert).toContainText(words);
    await expect(alert).toContainText('The sounds that were loaded before are still here.');
    await playground.expectData(6, 3);
    await playground.lookAt(1);
    await expect(page.getByTestId('map')).toBeVisible();
  });
}
