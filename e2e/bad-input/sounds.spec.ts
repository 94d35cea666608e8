import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BROKEN_SOUNDS } from '../support/brokenSounds';
import { writeSounds } from '../support/sounds';
import { expect, test } from '../support/test';

/** The page goes on with the rest of the folder and says of the one file what is wrong and what to do. */
for (const { what, name, bytes, isUsed, cause, cure } of BROKEN_SOUNDS) {
  test(`${what} among good sounds is named with cause and cure`, async ({ playground, page, workspace }) => {
    const folder = await writeSounds(join(workspace, 'sounds'), 2);
    await writeFile(join(folder, 'tone', name), bytes());
    await playground.open('cpu');
    await playground.drop([folder]);
    await playground.expectData(isUsed ? 7 : 6, 3);
    const problems = await playground.openProblems(
      isUsed ? '1 warning about files that are used' : '1 file was not used',
    );
    await expect(problems).toHaveCount(1);
    for (const words of [`sounds/tone/${name}`, cause, cure]) await expect(problems).toContainText(words);
    await expect(page.getByTestId('start')).toBeEnabled();
  });
}
