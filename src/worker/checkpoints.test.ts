import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../../tests/numeric/cpu';
import { BASE, CLASSES, engineWithClips, requestOf, signal } from '../../tests/numeric/engineWithClips';
import { memoryCheckpoints } from '../../tests/numeric/memoryCheckpoints';
import { SUBJECT } from '../../tests/numeric/sweepRuns';
import { problemFrom } from '../../tests/weights/checkpoints';
import type { RunIdentity } from '../checkpoints/savedRun';
import { fail } from '../core/problem';
import { DEFAULT_SPLIT } from '../dataset/defaultSplit';
import type { RunConfig } from '../training/config';
import type { RunRequest } from './protocol';

beforeAll(startCpu);

const LONG: RunConfig = { ...BASE, epochs: 4 };
type Place = ReturnType<typeof memoryCheckpoints>;

function identityOf(patch: Partial<RunIdentity> = {}, config = LONG): RunIdentity {
  const origins = { data: null, backbone: null };
  return { config, split: DEFAULT_SPLIT, subject: SUBJECT, clips: 'digest', classes: CLASSES, origins, ...patch };
}

function keptRequest(goesOn: boolean, patch: Partial<RunIdentity> = {}): RunRequest {
  return { ...requestOf(LONG), keep: { identity: identityOf(patch), goesOn } };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 1));

/** A page that has just opened, with all clips. */
const pageOn = (place: Place | null) => engineWithClips('ast', Infinity, undefined, place);
type Page = Awaited<ReturnType<typeof pageOn>>;

const find = ({ engine }: Page) => engine['checkpoint.find'](null, signal);
const keptSteps = ({ events }: Page) => events.flatMap((event) => (event.type === 'run.kept' ? [event.step] : []));
const unkept = ({ events }: Page) => events.flatMap((event) => (event.type === 'run.unkept' ? [event.problem] : []));

/** What a run leaves, but for its time. */
async function leftBy(page: Page, run: Promise<{ readonly seconds: number }>) {
  const { seconds: _, ...report } = await run;
  const { weights } = await page.engine['adapter.export'](null, signal);
  const epochs = page.events.flatMap((event) => (event.type === 'run.epoch' ? [event.point] : []));
  const losses = page.steps().map(({ step, loss, accuracy }) => [step, loss, accuracy]);
  return { report, weights, epochs, losses };
}

/** A run whose page is closed after its first epoch: the page that follows finds the folder as it was then. */
async function cutOff(): Promise<Place> {
  const place = memoryCheckpoints();
  const page = await pageOn(place);
  const run = page.start(keptRequest(false));
  while (keptSteps(page).length === 0) await soon();
  const next = memoryCheckpoints();
  for (const [name, blob] of place.folder.files) next.folder.files.set(name, blob);
  await page.engine['run.stop'](null, signal);
  await run;
  return next;
}

describe('a kept run', () => {
  it('is kept at each epoch, and no more once it has ended', async () => {
    const place = memoryCheckpoints();
    const page = await pageOn(place);
    const run = page.start(keptRequest(false));
    while (keptSteps(page).length === 0) await soon();
    expect(place.isTaken).toBe(true);
    await run;
    expect(keptSteps(page)).toEqual([2, 4, 6, 8]);
    expect(unkept(page)).toEqual([]);
    expect(place.isTaken).toBe(false);
    expect(await find(page)).toEqual({ run: null, problem: null });
  });

  it('gives the same numbers as one that is not kept', async () => {
    const [kept, plain] = [await pageOn(memoryCheckpoints()), await pageOn(null)];
    expect(await leftBy(kept, kept.start(keptRequest(false)))).toEqual(
      await leftBy(plain, plain.start(requestOf(LONG))),
    );
  });

  it('goes on in a page that opens later as if nothing had been, to the bit', async () => {
    const undisturbed = await pageOn(null);
    const whole = await leftBy(undisturbed, undisturbed.start(requestOf(LONG)));
    const page = await pageOn(await cutOff());
    const { run, problem } = await find(page);
    expect(problem).toBeNull();
    expect(run).toMatchObject({ step: 2, stepsPerEpoch: 2, bestEpoch: 1, identity: identityOf() });
    expect(run?.steps.map(({ step, loss, accuracy }) => [step, loss, accuracy])).toEqual(whole.losses.slice(0, 2));
    expect(run?.epochs).toEqual(whole.epochs.slice(0, 1));
    const rest = await leftBy(page, page.start(keptRequest(true)));
    expect(rest).toEqual({ ...whole, losses: whole.losses.slice(2), epochs: whole.epochs.slice(1) });
    expect(keptSteps(page)).toEqual([4, 6, 8]);
    expect(await find(page)).toEqual({ run: null, problem: null });
  });

  it.each<[string, Partial<RunIdentity>, string]>([
    [
      'other sounds',
      { subject: { ...SUBJECT, data: { ...SUBJECT.data, clips: 9, digest: 'e'.repeat(16) } } },
      'it has 9 usable clips, not 2000',
    ],
    [
      'another backbone',
      { subject: { ...SUBJECT, backbone: { ...SUBJECT.backbone, name: 'AST', sha256: 'b'.repeat(64) } } },
      'the backbone is "AST", not "ViT-Nano"',
    ],
    ['other settings', { config: { ...LONG, batch: 5, noise: true } }, 'these settings are others: batch, noise'],
    ['other parts', { clips: 'another digest' }, 'its clips are divided into other parts'],
    ['other classes', { classes: ['b', 'a', 'c'] }, 'its classes are named or ordered otherwise'],
  ])('is not gone on with on %s: it says what differs', async (_, patch, words) => {
    const page = await pageOn(await cutOff());
    const problem = await problemFrom(() => page.start(keptRequest(true, patch)));
    expect(problem).toMatchObject({ code: 'checkpoint.other-run', severity: 'error' });
    expect(problem.cause).toContain(words);
    expect((await find(page)).run?.step).toBe(2);
  });

  it('can still go on where a sound was gone', async () => {
    let isGone = false;
    const page = await engineWithClips(
      'ast',
      0,
      async (clip) => (isGone ? fail('files.gone', clip.id, 'is gone.', 'Plug the drive in again.') : clip),
      memoryCheckpoints(),
    );
    const run = problemFrom(() => page.start(keptRequest(false)));
    while (keptSteps(page).length === 0) await soon();
    isGone = true;
    expect((await run).code).toBe('files.gone');
    expect((await find(page)).run?.step).toBeGreaterThan(0);
  });

  it('cannot go on where its numbers broke: they would again', async () => {
    const page = await pageOn(await cutOff());
    const config = { ...LONG, learningRate: 1e30 };
    const request = { ...keptRequest(false), config, keep: { identity: identityOf({}, config), goesOn: false } };
    expect(await problemFrom(() => page.start(request))).toMatchObject({ code: 'training.not-finite' });
    expect((await find(page)).run).toBeNull();
  });

  it('is forgotten when that is asked for', async () => {
    const page = await pageOn(await cutOff());
    await page.engine['checkpoint.forget'](null, signal);
    expect(await find(page)).toEqual({ run: null, problem: null });
    expect(await problemFrom(() => page.start(keptRequest(true)))).toMatchObject({ code: 'checkpoint.none' });
  });
});

describe('a run that cannot be kept', () => {
  it('goes on where the storage is full, says so once, and is kept again when there is room', async () => {
    const place = memoryCheckpoints();
    place.folder.room = 100;
    const page = await pageOn(place);
    const run = page.start(keptRequest(false));
    while (page.events.filter(({ type }) => type === 'run.epoch').length < 2) await soon();
    expect(unkept(page)).toHaveLength(1);
    expect(unkept(page)[0]).toMatchObject({ code: 'checkpoint.quota', severity: 'warning' });
    expect(unkept(page)[0]?.cure).toContain('Export the adapter');
    place.folder.room = Infinity;
    expect((await run).outcome).toBe('finished');
    expect(keptSteps(page).at(-1)).toBe(8);
  });

  it('goes on where another tab is kept, and takes nothing from it', async () => {
    const place = await cutOff();
    place.isTaken = true;
    const page = await pageOn(place);
    expect(await find(page)).toMatchObject({ run: null, problem: { code: 'checkpoint.other-tab' } });
    expect((await page.start(keptRequest(false))).outcome).toBe('finished');
    expect(unkept(page)).toMatchObject([{ code: 'checkpoint.other-tab' }]);
    expect(await problemFrom(() => page.start(keptRequest(true)))).toMatchObject({ code: 'checkpoint.other-tab' });
    expect(await problemFrom(() => page.engine['checkpoint.forget'](null, signal))).toMatchObject({
      code: 'checkpoint.other-tab',
    });
    place.isTaken = false;
    expect((await find(page)).run?.step).toBe(2);
  });

  it('is held by the page, and goes on in the engine after one that was lost, to the bit', async () => {
    const place = memoryCheckpoints();
    place.isTaken = true;
    const undisturbed = await pageOn(null);
    const whole = await leftBy(undisturbed, undisturbed.start(requestOf(LONG)));
    const lost = await pageOn(place);
    const run = lost.start(keptRequest(false));
    while (keptSteps(lost).length === 0) await soon();
    const content = lost.events.flatMap((event) => (event.type === 'checkpoint.held' ? [event.content] : [])).at(-1);
    expect(lost.events).toContainEqual({ type: 'run.kept', step: keptSteps(lost).at(-1), inPage: true });
    await lost.engine['run.stop'](null, signal);
    await run;
    expect(lost.events.at(-1), 'nothing is held of a run that has ended').toEqual({
      type: 'checkpoint.held',
      content: null,
    });

    if (!content) throw new Error('Nothing was held.');
    const next = await pageOn(place);
    await next.engine['checkpoint.hold']({ content }, signal);
    expect((await find(next)).run?.step).toBe(2);
    const rest = await leftBy(next, next.start(keptRequest(true)));
    expect(rest.report).toEqual(whole.report);
    expect(rest.weights).toEqual(whole.weights);
    expect(rest.losses).toEqual(whole.losses.slice(2));
    expect((await find(next)).run).toBeNull();
    expect(unkept(next), 'it is still said that the browser keeps nothing').toMatchObject([
      { code: 'checkpoint.other-tab' },
    ]);
  });

  it('lets go of the place where it never begins', async () => {
    const place = memoryCheckpoints();
    const page = await pageOn(place);
    const request = { ...keptRequest(false), split: { train: [], validation: [], test: [] } };
    await problemFrom(() => page.start(request));
    expect(place.isTaken).toBe(false);
  });
});
