import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { VIEW_IDS } from '../src/ui/views/route';
import { walkWithTab } from './support/focusWalk';
import type { Playground } from './support/playground';
import { writeSounds } from './support/sounds';
import { expect, test } from './support/test';

async function expectNoViolations(page: Page, view: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join('; ')}`);
  expect(found, view).toEqual([]);
}

/** A short run, and a look at its first clip: every view has something to show. */
async function trainBriefly(playground: Playground, page: Page): Promise<void> {
  await playground.setNumber('Frames a clip', 32);
  await playground.setNumber('Epochs', 1);
  await playground.press('start');
  await playground.expectStatus('finished');
  await playground.lookAt(1);
  await expect(page.getByTestId('map')).toHaveCount(2);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('axe finds nothing: empty, with data and a problem, after a run', async ({ playground, page, workspace }) => {
      test.setTimeout(240_000);
      await playground.open('wasm');
      await expectNoViolations(page, 'the empty page');

      await playground.drop([await writeSounds(join(workspace, 'sounds'), 2)]);
      await playground.expectData(6, 3);
      await playground.openBackbones();
      await playground.drop([join(workspace, 'sounds', 'tone')]);
      await expect(playground.data.getByRole('alert')).toBeVisible();
      await expectNoViolations(page, 'with data, a problem and the ways to other backbones');

      await trainBriefly(playground, page);
      await playground.predict(join(workspace, 'sounds', 'tone', 'tone_00.wav'), 'tone_00.wav');
      await expectNoViolations(page, 'after a run, with a prediction');
      for (const view of VIEW_IDS) {
        await playground.show(view);
        await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
        await expectNoViolations(page, `the view ${view} after a run`);
      }
    });
  });
}

/** Moves the focus on with Tab until it is where it should be. */
async function tabTo(page: Page, testId: string): Promise<void> {
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press('Tab');
    if ((await focused()) === testId) return;
  }
  throw new Error(`Tab does not reach ${testId}.`);
}

test('with the keyboard alone: the demo sounds, start, stop', async ({ playground, page }) => {
  test.setTimeout(180_000);
  await playground.open('wasm');
  await tabTo(page, 'use-demo');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('start')).toBeEnabled({ timeout: 60_000 });
  await tabTo(page, 'start');
  await page.keyboard.press('Space');
  await playground.expectStatus('running');
  await tabTo(page, 'stop');
  await page.keyboard.press('Enter');
  await playground.expectStatus('stopped');
});

for (const width of [360, 1280]) {
  test.describe(`in a window ${width} px wide`, () => {
    test.use({ viewport: { width, height: 800 } });

    test('Tab reaches every control of every view, and each is seen while it has the focus', async ({
      playground,
      page,
      workspace,
    }) => {
      test.setTimeout(300_000);
      await playground.open('wasm');
      await playground.drop([await writeSounds(join(workspace, 'sounds'), 2)]);
      await playground.expectData(6, 3);
      await trainBriefly(playground, page);
      for (const view of VIEW_IDS) {
        await playground.show(view);
        await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
        // The step that is measured by itself after a change has a button to stop it while it lasts.
        await expect(page.getByTestId('stop-measuring')).toHaveCount(0);
        const { controls, missed, unseen } = await walkWithTab(page);
        expect(controls, view).toBeGreaterThan(15);
        expect(missed, `not reached in ${view}`).toEqual([]);
        expect(unseen, `not seen in ${view}`).toEqual([]);
      }
    });
  });
}
