import { expect, type Locator, type Page } from '@playwright/test';
import type { BackendChoice } from '../../src/ops/backend';
import type { ViewId } from '../../src/ui/views/route';
import { dropFiles } from '../../scripts/lib/dropFiles.mjs';

/** The long waits: training on a software adapter. */
const RUN_TIMEOUT = 240_000;

export type Playground = ReturnType<typeof createPlayground>;
type RunControl = 'start' | 'pause' | 'resume' | 'step' | 'stop';

/** Number fields that are not the model's. */
const DATA_FIELDS: readonly string[] = ['At most, clips', 'Validation, %', 'Split seed'];

/** The page through a person's eyes and hands: what it is asked to do and what it says. */
export function createPlayground(page: Page, siteUrl: string) {
  const data = page.locator('#data');
  const backbone = page.locator('#backbone');
  const tryIt = page.locator('#try');
  const status = page.getByTestId('run-status');

  const ready = async () => {
    await expect(page.getByTestId('backend-badge')).toHaveAttribute('data-status', 'ready');
    await expect(page.getByTestId('step-model')).toContainText('ViT-Nano');
  };

  /** Goes to a step of the work, as by its link. */
  const show = async (view: ViewId) => {
    const link = page.getByTestId(`step-${view}`);
    if ((await link.getAttribute('aria-current')) === null) await link.click();
    await expect(link).toHaveAttribute('aria-current', 'page');
  };

  return {
    data,
    backbone,
    tryIt,
    show,

    /** Opens the page and waits for the engine and the bundled backbone. */
    async open(backend: BackendChoice): Promise<void> {
      await page.goto(`${siteUrl}?backend=${backend}`);
      await ready();
    },

    /** Loads the page anew, as after F5. */
    async reload(): Promise<void> {
      await page.reload();
      await ready();
    },

    /** Drops files or folders of the disk onto the data, as from the desktop. */
    async drop(paths: readonly string[]): Promise<void> {
      await show('data');
      await dropFiles(page, page.getByTestId('drop-zone'), paths);
    },

    /** Takes the demo sounds as data. */
    async useDemo(): Promise<void> {
      await show('data');
      await page.getByTestId('use-demo').click();
    },

    /** Waits for a data set to be in place with so many clips and classes. */
    async expectData(clips: number, classes: number): Promise<void> {
      await show('data');
      await expect(data.getByText(`${clips} clips in ${classes} classes`)).toBeVisible();
      await expect(data.getByRole('button', { name: 'Cancel' })).toHaveCount(0);
    },

    /** The list of the files that are not used, opened. */
    async openProblems(summary: string | RegExp): Promise<Locator> {
      await show('data');
      await data.locator('summary').filter({ hasText: summary }).click();
      return data.getByRole('list', { name: 'Files and reasons' }).getByRole('listitem');
    },

    /** Types into a number field of the page. */
    async setNumber(name: string, value: number): Promise<void> {
      await show(DATA_FIELDS.includes(name) ? 'data' : 'model');
      await page.getByRole('spinbutton', { name, exact: true }).fill(String(value));
    },

    /** The step that the run is at, out of "step 3 of 24"; 0 before the first. */
    async step(): Promise<number> {
      const words = await page.getByRole('group', { name: 'Run controls' }).innerText();
      return Number(/step ([\d,]+) of/.exec(words)?.[1]?.replaceAll(',', '') ?? 0);
    },

    async press(control: RunControl): Promise<void> {
      await page.getByTestId(control).click();
    },

    async expectStatus(wanted: 'running' | 'paused' | 'stopped' | 'finished'): Promise<void> {
      await expect(status).toHaveAttribute('data-status', wanted, { timeout: RUN_TIMEOUT });
    },

    /** The best top-1 on validation, in [0, 1]. */
    async top1(): Promise<number> {
      await show('run');
      return Number.parseFloat(await page.getByTestId('top1').innerText()) / 100;
    },

    /** The losses of a run of so many epochs, as the chart's table gives them: training and validation. */
    async losses(epochs: number): Promise<readonly { readonly train: number; readonly validation: number }[]> {
      await show('run');
      const table = page.locator('details').filter({ hasText: 'Loss as a table' });
      await table.locator('summary').click();
      const rows = table.locator('tbody tr');
      await expect(rows).toHaveCount(epochs);
      return (await rows.allInnerTexts()).map((row) => {
        const [, train = Number.NaN, validation = Number.NaN] = row.split(/\s+/).map(Number);
        return { train, validation };
      });
    },

    /** Looks into the clip at a place in the list, from 1. */
    async lookAt(index: number): Promise<void> {
      await show('look');
      await page.getByTestId('look-clip').selectOption({ index });
    },

    /** Predicts a sound file of the disk and gives the scores of its classes, in [0, 1], the best first. */
    async predict(path: string, name: string): Promise<ReadonlyMap<string, number>> {
      await show('try');
      await page.getByTestId('predict-input').setInputFiles(path);
      const newest = tryIt.getByRole('listitem').first();
      await expect(newest).toContainText(name);
      const bars = newest.getByRole('listitem');
      const scores = await bars.evaluateAll((items) =>
        items.map((item) => {
          const width = item.querySelector<HTMLElement>('[style]')?.style.inlineSize ?? '';
          return [item.querySelector('bdi')?.textContent ?? '', Number.parseFloat(width) / 100] as const;
        }),
      );
      return new Map(scores);
    },

    /** Opens the ways to other backbones. */
    async openBackbones(): Promise<void> {
      await show('model');
      const weights = page.getByRole('button', { name: 'Open weights from disk' });
      const isOpen = await weights.isVisible();
      if (!isOpen) await backbone.getByText('Another backbone', { exact: true }).click();
      await expect(weights).toBeEnabled();
    },

    /** Sets the hub's address. */
    async setHub(endpoint: string): Promise<void> {
      await page.getByLabel('Address of the hub').fill(endpoint);
    },

    /** Asks the hub for a model by name. */
    async fetchModel(repo: string): Promise<void> {
      await page.getByLabel('Another model of the hub').fill(repo);
      await page.getByRole('button', { name: 'Fetch' }).click();
    },
  };
}
