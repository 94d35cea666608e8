import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeClips } from './benchClips.mjs';
import { longTasksSince, openBuiltSite } from './benchPage.mjs';
import { dropFiles } from './dropFiles.mjs';
import { loadBefore } from './load.mjs';
import { writeLongRun } from './longRun.mjs';

const STEPS = 10_000;
const CLIP_SECONDS = 5;
const ROUNDS = 3;
/** A task of the page's thread that a person notices. Milliseconds. */
const NOTICED_MS = 100;
/** What a stage sets off is over so long after it. Milliseconds. */
const SETTLE_MS = 800;

const show = async (page, view) => {
  await page.getByTestId(`step-${view}`).click();
  await page.locator(`[data-testid="step-${view}"][aria-current]`).waitFor();
};
const choose = (page, name) => page.getByRole('radio', { name, exact: true }).press('Space');
const number = (page, name, value) => page.getByRole('spinbutton', { name, exact: true }).fill(String(value));
const figure = (page, name) => page.getByRole('figure', { name, exact: true });

/** Moves the pointer over a chart from its left to its right. */
async function sweep(page, chart) {
  const box = await chart.getByRole('slider').boundingBox();
  for (let at = 1; at < 40; at++) await page.mouse.move(box.x + 48 + (at / 50) * (box.width - 60), box.y + 60);
  await page.mouse.move(0, 0);
}

/** Looks at the charts of the view in all the ways that there are. */
const CHART_STAGES = [
  [
    'smoothing',
    async (page) => {
      await page.getByRole('slider', { name: 'Smoothing' }).focus();
      for (let press = 0; press < 20; press++) await page.keyboard.press('ArrowLeft');
    },
  ],
  ['by step', (page) => choose(page, 'By step')],
  ['by time', (page) => choose(page, 'By time')],
  ['by epoch', (page) => choose(page, 'By epoch')],
  ['logarithmic', (page) => page.getByRole('checkbox', { name: 'Logarithmic loss and rate' }).check()],
  ['hover', (page) => sweep(page, figure(page, 'Loss'))],
];

/** A person's way through the page, in stages: [name, what is done on the page]. `inside` holds the files that it takes. */
const stagesOf = (inside) => [
  ['open the data view', (page) => show(page, 'data')],
  [
    'load the demo sounds',
    async (page) => {
      await page.getByTestId('use-demo').click();
      await page.locator('[data-testid="start"]:enabled').waitFor({ timeout: 0 });
    },
  ],
  [
    'map the clips',
    async (page) => {
      await page.getByTestId('make-map').click();
      await page.getByRole('button', { name: 'Map the clips again' }).waitFor({ timeout: 0 });
    },
  ],
  [
    'open the model view',
    async (page) => {
      await show(page, 'model');
      await number(page, 'Frames a clip', 64);
      await number(page, 'Epochs', 2);
    },
  ],
  [
    'train',
    async (page) => {
      await page.getByTestId('start').click();
      await page.locator('[data-testid="run-status"][data-status="finished"]').waitFor({ timeout: 0 });
    },
  ],
  ['open the errors view', (page) => show(page, 'errors')],
  ['open the look view', (page) => show(page, 'look')],
  [
    'look into a clip',
    async (page) => {
      await page.getByTestId('look-clip').selectOption({ index: 1 });
      await page.getByTestId('map').nth(1).waitFor();
    },
  ],
  [
    'look at a third stage, a patch, rollout',
    async (page) => {
      await page.getByTestId('add-panel').click();
      await page.getByTestId('map').nth(2).waitFor();
      await choose(page, 'A patch');
      await page
        .getByTestId('map')
        .nth(1)
        .getByRole('button', { name: /Arrow keys move it/ })
        .click({ position: { x: 60, y: 40 } });
      await page.getByLabel('Shown', { exact: true }).selectOption('Rollout');
    },
  ],
  ['open the compare view', (page) => show(page, 'compare')],
  ['open the try view', (page) => show(page, 'try')],
  [
    `import a run of ${STEPS} steps`,
    async (page) => {
      await show(page, 'compare');
      await page.getByTestId('import-runs').setInputFiles(inside.archive);
      await page.getByRole('grid', { name: 'Runs' }).getByRole('row').nth(2).waitFor();
    },
  ],
  [
    'compare: curves',
    async (page) => {
      const boxes = page.getByRole('grid', { name: 'Runs' }).locator('label[slot=selection]');
      await boxes.nth(1).click();
      await boxes.nth(2).click();
      await figure(page, 'Loss').waitFor();
    },
  ],
  ['compare: on training', (page) => choose(page, 'Training')],
  ...CHART_STAGES.map(([name, work]) => [`compare: ${name}`, work]),
  ['compare: seeds together', (page) => page.getByRole('checkbox', { name: 'Seeds together' }).check()],
  [
    'open the long run',
    async (page) => {
      await page.getByRole('grid', { name: 'Runs' }).locator('label[slot=selection]').nth(1).click();
      await page.getByRole('button', { name: 'Open its errors' }).click();
      await page.locator('[data-testid="step-errors"][aria-current]').waitFor();
    },
  ],
  [
    'run: charts',
    async (page) => {
      await show(page, 'run');
      await figure(page, 'Loss').waitFor();
    },
  ],
  ...CHART_STAGES.map(([name, work]) => [`run: ${name}`, work]),
  [
    'run: norms as lines',
    async (page) => {
      await choose(page, 'As lines');
      await figure(page, 'Gradient norm by layer').waitFor();
    },
  ],
  ['run: norms by time', (page) => choose(page, 'By time')],
  ['run: hover over norms', (page) => sweep(page, figure(page, 'Gradient norm by layer'))],
  [
    'load the clips',
    async (page) => {
      await show(page, 'data');
      await dropFiles(page, page.getByTestId('drop-zone'), [inside.clips]);
      await page
        .getByText(`${inside.count.toLocaleString('en')} clips in`)
        .first()
        .waitFor({ timeout: 0 });
      await page.locator('[data-testid="start"]:enabled').waitFor({ timeout: 0 });
    },
  ],
];

/**
 * One way through the page in a browser of its own: of each stage its longest task of the page's thread, and how many were
 * longer than a person notices.
 * @param around called with the page and a stage's name and work, in place of the work alone
 */
export async function walkStages(site, inside, around = (_page, _name, work) => work()) {
  const page = await site.openPlayground('wasm');
  const out = [];
  for (const [name, work] of stagesOf(inside)) {
    const since = await page.evaluate(() => window.performance.now());
    await around(page, name, async () => {
      await work(page);
      await page.waitForTimeout(SETTLE_MS);
    });
    out.push({ name, ...(await longTasksSince(page, since, NOTICED_MS)) });
  }
  await page.context().close();
  return out;
}

/** What the page's thread is held up by on a person's way through the page: of each stage the quietest of several rounds. */
export async function* benchTasks({ clips }) {
  const folder = mkdtempSync(join(tmpdir(), 'loaa-bench-'));
  const site = await openBuiltSite();
  try {
    console.error(`Writing ${clips} clips.`);
    const inside = { archive: join(folder, 'runs.zip'), clips: join(folder, 'clips'), count: clips };
    await writeLongRun(inside.archive, STEPS);
    writeClips(inside.clips, clips, CLIP_SECONDS);
    const { load, note } = loadBefore();
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await walkStages(site, inside));
    const stages = rounds[0].map(({ name }, i) => ({
      name,
      longest: Math.min(...rounds.map((stages) => stages[i].longest)),
      over: Math.min(...rounds.map((stages) => stages[i].over)),
    }));
    const width = Math.max(...stages.map(({ name }) => name.length));
    const text = [
      `Tasks of the page's thread, the quietest of ${ROUNDS} rounds; ${clips} clips of ${CLIP_SECONDS} s are loaded last.`,
      `Chromium ${site.version}; ${note}`,
      ...stages.map(
        ({ name, longest, over }) =>
          `  ${name.padEnd(width)}  longest ${longest === 0 ? 'under 50' : longest.toFixed(0)} ms, over ${NOTICED_MS} ms: ${over}`,
      ),
    ];
    yield { report: { subject: 'tasks', clips, rounds: ROUNDS, stages }, text: text.join('\n'), load };
  } finally {
    await site.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
