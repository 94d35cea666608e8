/**
 * node scripts/icons.mjs
 * Draws the icons of the installed page from public/favicon.svg, in Chromium: run it again when the mark changes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium } from './lib/chromium.mjs';
import { ROOT } from './lib/site.mjs';

const mark = readFileSync(join(ROOT, 'public', 'favicon.svg'), 'utf8');
/** A maskable icon fills its square, and its mark stays within the middle 80 %. */
const square = mark.replace(' rx="7"', '').replace('viewBox="0 0 32 32"', 'viewBox="-4 -4 40 40"');
const full = square.replace('<rect width="32" height="32"', '<rect x="-4" y="-4" width="40" height="40"');
const ICONS = [
  { file: '192.png', size: 192, svg: mark },
  { file: '512.png', size: 512, svg: mark },
  { file: 'maskable-512.png', size: 512, svg: full },
  { file: 'apple-180.png', size: 180, svg: full },
];

const browser = await launchChromium();
try {
  for (const { file, size, svg } of ICONS) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(`<style>body { margin: 0 } svg { display: block; inline-size: 100vw }</style>${svg}`);
    writeFileSync(join(ROOT, 'public', 'icons', file), await page.screenshot({ omitBackground: true }));
    await page.close();
  }
} finally {
  await browser.close();
}
