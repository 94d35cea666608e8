import type { Page } from '@playwright/test';
import { keptRuns } from './support/keptRuns';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

/** The demo sounds and a run short enough for a test: five steps an epoch. */
async function setUp(playground: Playground, epochs: number): Promise<void> {
  await playground.open('wasm');
  await playground.useDemo();
  await playground.setNumber('At most, clips', 48);
  await playground.setNumber('Frames a clip', 64);
  await playground.setNumber('Batch', 8);
  await playground.setNumber('Epochs', epochs);
}

const unended = (page: Page) => page.getByTestId('unended');
const keptStep = async (page: Page) =>
  Number(/kept at step ([\d,]+)/.exec(await page.getByTestId('kept-step').innerText())?.[1]?.replaceAll(',', ''));

/** Waits until the run is kept at a step, of those up to its end. */
const untilKept = (page: Page, step = 1) =>
  expect.poll(() => keptStep(page).catch(() => 0), { timeout: 120_000, intervals: [20] }).toBeGreaterThanOrEqual(step);

test('promises 53, 61: frozen, or closed and opened again, a run ends as an undisturbed one of its seed, to the bit', async ({
  playground,
  page,
  context,
}) => {
  test.setTimeout(400_000);
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await setUp(playground, 3);
  await playground.press('start');
  await playground.expectStatus('finished');
  const [undisturbed] = await keptRuns(page);
  expect(undisturbed?.steps.length).toBeGreaterThan(10);
  expect(undisturbed?.adapter).toMatch(/^[0-9a-f]{64}$/);

  await test.step('frozen, and active again', async () => {
    const client = await context.newCDPSession(page);
    await playground.press('start');
    await untilKept(page);
    await client.send('Page.setWebLifecycleState', { state: 'frozen' });
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await client.send('Page.setWebLifecycleState', { state: 'active' });
    await playground.expectStatus('finished');
    await expect.poll(async () => (await keptRuns(page)).length).toBe(2);
    expect((await keptRuns(page))[1]).toEqual(undisturbed);
  });

  await test.step('loaded anew in the middle', async () => {
    await playground.press('start');
    await untilKept(page, 5);
    await playground.press('pause');
    await playground.expectStatus('paused');
    const step = await playground.step();
    expect(step).toBeLessThan(undisturbed?.steps.length ?? 0);
    await playground.reload();
    await expect(unended(page)).toContainText('Resume run?');
    await expect(unended(page)).toContainText(`kept at step ${step} of ${undisturbed?.steps.length}`);
    await page.getByTestId('go-on').click();
    await playground.expectStatus('finished');
    await expect.poll(async () => (await keptRuns(page)).length).toBe(3);
    expect((await keptRuns(page))[2]).toEqual(undisturbed);
    await playground.reload();
    await expect(unended(page)).toHaveCount(0);
  });
  expect(asked, 'no warning where nothing is lost').toEqual([]);
});
