import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { soundFile, writeSounds } from '../support/sounds';
import { expect, test } from '../support/test';
import { workersNamed } from '../support/workers';

test('promise 29: a decoder that hangs is ended after its time, its file is named, and the rest goes on', async ({
  playground,
  page,
  workspace,
}) => {
  test.setTimeout(300_000);
  await playground.open('cpu');
  await playground.drop([await writeSounds(join(workspace, 'first'), 2)]);
  await playground.expectData(6, 3);
  // The workers that decode are the page's own; in them, reading one file by its name never ends.
  const workers = await workersNamed(page, 'audio');
  expect(workers.length).toBeGreaterThan(0);
  for (const worker of workers) {
    await worker.evaluate(() => {
      const { slice } = Blob.prototype;
      Blob.prototype.slice = function (this: Blob, ...range) {
        if ((this as File).name === 'hang.wav') for (;;);
        return slice.apply(this, range);
      };
    });
  }
  const second = await writeSounds(join(workspace, 'second'), 2);
  await writeFile(join(second, 'tone', 'hang.wav'), soundFile('tone', 9));
  await playground.drop([second]);
  const problem = playground.data.locator('summary').filter({ hasText: '1 file was not used' });
  await expect(problem).toBeVisible({ timeout: 150_000 });
  await playground.expectData(6, 3);
  const problems = await playground.openProblems('1 file was not used');
  await expect(problems).toContainText('second/tone/hang.wav');
  await expect(problems).toContainText('could not be decoded within 60 seconds.');
  await expect(page.getByTestId('start')).toBeEnabled();
});
