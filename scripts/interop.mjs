/**
 * npm run interop [-- DATA]
 * Takes adapters out of the browser and back: a headless run writes bundles, PyTorch loads them, trains on, and what it trained
 * goes back into the page. A line a check, "ok" or "FAIL"; last line "N passed, M failed". Real sounds are used where DATA (or
 * ../shared/datasets) has them, else the demo sounds.
 *
 * Python is $PYTHON, else the environment that an earlier call made; else one is made, outside the repository, of packages that
 * pip finds. Where there is no Python or no PyTorch, it says so and passes nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReport } from './lib/interop/report.mjs';
import { findPython } from './lib/interop/python.mjs';
import { openPage } from './lib/interop/page.mjs';
import { findSounds } from './lib/interop/sounds.mjs';
import { checkBundle, checkLora, checkOnnx, checkMethods, checkTraining } from './lib/interop/checks.mjs';
import { checkLayouts } from './lib/interop/layouts.mjs';

const report = createReport();
const python = findPython();
if (python.reason) {
  console.log(`Skipped: ${python.reason}`);
  report.end();
} else {
  const folder = mkdtempSync(join(tmpdir(), 'loaa-interop-'));
  const page = await openPage();
  try {
    const sounds = findSounds(process.argv[2]);
    console.log(`Python ${python.path}; sounds ${sounds.folder}`);
    const context = { folder, page, python, sounds, report };
    for (const check of [checkLayouts, checkBundle, checkOnnx, checkTraining, checkMethods, checkLora])
      await report.part(check, context);
  } finally {
    await page.close();
    rmSync(folder, { recursive: true, force: true });
  }
  report.end();
}
