import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { ROOT } from '../scripts/lib/site.mjs';
import { PRIVACY } from '../src/ui/about/privacy';
import { expect, test } from './support/test';

const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
};

/** recharts asks for it, and the page uses nothing of it. */
const ASKED_FOR = 'react-is';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme, viewport: { width: 360, height: 780 } });

    test('privacy and licences by keyboard: everything that the page is made of, with its terms', async ({
      page,
      playground,
    }) => {
      await playground.open('cpu');
      const opener = page.getByRole('button', { name: 'Privacy and licences' });
      await opener.focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Privacy and licences' });
      for (const sentence of PRIVACY) await expect(dialog.getByText(sentence)).toBeVisible();
      const works = dialog.getByTestId('licences').locator('summary');
      await expect(works.filter({ hasText: 'LoAA Playground' })).toHaveCount(1);

      const shown = await works.allInnerTexts();
      const names = shown.map((text) => text.trim().split(/\s+/)[0]);
      const builtIn = Object.keys(dependencies).filter((name) => name !== ASKED_FOR);
      for (const name of builtIn) expect(names, name).toContain(name);
      for (const inside of ['codec-parser', 'libopus', 'mpg123', 'ViT-Nano/16,']) expect(names).toContain(inside);
      expect(names.filter((name) => name === 'vitest' || name === 'onnxruntime-web')).toEqual([]);

      // Its scrollable window is reached first.
      const first = works.first();
      for (let i = 0; i < 6 && !(await first.evaluate((element) => element === document.activeElement)); i++) {
        await page.keyboard.press('Tab');
      }
      await expect(first).toBeFocused();
      await page.keyboard.press('Enter');
      await expect(dialog.getByText('Permission is hereby granted, free of charge').first()).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id }) => id)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), 'no sideways scroll').toBeLessThanOrEqual(
        360,
      );

      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
      await expect(opener).toBeFocused();
    });
  });
}
