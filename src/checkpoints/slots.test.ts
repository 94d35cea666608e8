import { describe, expect, it } from 'vitest';
import { savedRun } from '../../tests/numeric/savedRuns';
import { problemFrom } from '../../tests/weights/checkpoints';
import { fakeFolder, Killed } from '../../tests/weights/fakeFolder';
import { createOpfsSlots } from './slotFolder';
import { CHECKPOINT_VERSION, createCheckpointStore } from './slots';

const storeOn = (folder: ReturnType<typeof fakeFolder>) => createCheckpointStore(createOpfsSlots(folder.handle));

/** A folder in which runs were kept at these steps. */
async function keptAt(...steps: readonly number[]) {
  const folder = fakeFolder();
  for (const step of steps) await storeOn(folder).save(savedRun(step));
  return folder;
}

const stepFound = async (folder: ReturnType<typeof fakeFolder>) => {
  const { run, problem } = await storeOn(folder).find();
  return [run?.position.step ?? null, problem?.code ?? null];
};

describe('two slots', () => {
  it('hold nothing at first, and then the newest, to the bit', async () => {
    const folder = await keptAt();
    expect(await storeOn(folder).find()).toEqual({ run: null, problem: null });
    for (const step of [11, 12, 13]) {
      await storeOn(folder).save(savedRun(step));
      expect(await storeOn(folder).find()).toEqual({ run: savedRun(step), problem: null });
    }
    expect([...folder.files.keys()].sort()).toEqual(['a.json', 'a.safetensors', 'b.json', 'b.safetensors']);
  });

  it('hold a run without a best epoch and without a step', async () => {
    const folder = fakeFolder();
    const begun = savedRun(10);
    const run = { ...begun, steps: [], epochs: [], bestEpoch: null, position: { ...begun.position, kept: null } };
    await storeOn(folder).save(run);
    expect(await storeOn(folder).find()).toEqual({ run, problem: null });
  });

  it('hold the step before, or the new one, wherever the process is killed while it writes', async () => {
    const seen = [];
    for (let life = 1; ; life++) {
      const folder = await keptAt(11, 12);
      folder.life = life;
      const isKilled = await storeOn(folder)
        .save(savedRun(13))
        .then(
          () => false,
          (error: unknown) => error instanceof Killed,
        );
      folder.life = Infinity;
      const [step, problem] = await stepFound(folder);
      if (!isKilled) {
        expect([step, problem]).toEqual([13, null]);
        break;
      }
      seen.push(step);
      // From the slot's first change to its last, it is said that the newest state is not there.
      const isBetween = life > 1 && life < 8;
      expect([step, problem]).toEqual(isBetween ? [12, 'checkpoint.damaged'] : [life === 1 ? 12 : 13, null]);
      // The run goes on, and is kept again.
      for (const next of [14, 15]) await storeOn(folder).save(savedRun(next));
      expect(await stepFound(folder)).toEqual([15, null]);
    }
    // Removal, three changes of the content and four of the manifest, which is a new file.
    expect(seen).toHaveLength(8);
  });

  it('hold nothing, or the first step, where the process is killed while it writes that', async () => {
    for (let life = 1; life < 9; life++) {
      const folder = fakeFolder();
      folder.life = life;
      await expect(storeOn(folder).save(savedRun(11))).rejects.toThrow(Killed);
      folder.life = Infinity;
      const [step, problem] = await stepFound(folder);
      expect([step, problem]).toEqual(life < 9 && folder.files.size > 0 ? [null, 'checkpoint.damaged'] : [null, null]);
    }
  });

  it('hold nothing that counts, or what they held, wherever a removal is cut short', async () => {
    for (let life = 1; life < 5; life++) {
      const folder = await keptAt(11, 12);
      folder.life = life;
      await expect(storeOn(folder).clear()).rejects.toThrow(Killed);
      folder.life = Infinity;
      expect([11, 12, null]).toContain((await stepFound(folder))[0]);
      await storeOn(folder).clear();
      expect([...folder.files]).toEqual([]);
    }
  });
});

const cut = (blob: Blob | undefined, bytes: number) => (blob ?? new Blob()).slice(0, bytes);

describe('where the newest slot is damaged', () => {
  it.each<[string, (files: Map<string, Blob>) => unknown]>([
    ['its content is cut short', (files) => files.set('b.safetensors', cut(files.get('b.safetensors'), 2000))],
    ['its content is empty', (files) => files.set('b.safetensors', new Blob())],
    ['its content is gone', (files) => files.delete('b.safetensors')],
    [
      'one bit of it is another',
      async (files) => {
        const bytes = new Uint8Array((await files.get('b.safetensors')?.arrayBuffer()) ?? []);
        bytes[bytes.length - 5] = (bytes.at(-5) ?? 0) ^ 1;
        files.set('b.safetensors', new Blob([bytes]));
      },
    ],
    [
      'it is another run than its manifest says',
      (files) => files.set('b.safetensors', files.get('a.safetensors') ?? new Blob()),
    ],
    ['its manifest is gone', (files) => files.delete('b.json')],
    ['its manifest is half there', (files) => files.set('b.json', cut(files.get('b.json'), 40))],
    ['its manifest is none', (files) => files.set('b.json', new Blob(['{"sequence": "1"}']))],
  ])('promise 49: as %s, the older opens and says so', async (_, damage) => {
    const folder = await keptAt(11, 12);
    await damage(folder.files);
    const { run, problem } = await storeOn(folder).find();
    expect(run).toEqual(savedRun(11));
    expect(problem).toMatchObject({ code: 'checkpoint.damaged', severity: 'warning' });
    expect(problem?.cure).toContain('state before it is used');
  });

  it('the older one is not written over before a new one is whole', async () => {
    const folder = await keptAt(11, 12);
    folder.files.set('b.safetensors', cut(folder.files.get('b.safetensors'), 2000));
    const store = storeOn(folder);
    expect((await store.find()).run?.position.step).toBe(11);
    folder.life = 3;
    await expect(store.save(savedRun(12))).rejects.toThrow(Killed);
    folder.life = Infinity;
    expect(await stepFound(folder)).toEqual([11, 'checkpoint.damaged']);
  });

  it('and so is the older, there is none, and that is said', async () => {
    const folder = await keptAt(11, 12);
    for (const name of ['a.safetensors', 'b.safetensors']) folder.files.set(name, new Blob(['{}']));
    expect(await stepFound(folder)).toEqual([null, 'checkpoint.damaged']);
  });
});

describe('a checkpoint of a newer version', () => {
  const newer = async (slot: 'a' | 'b') => {
    const folder = await keptAt(11, 12);
    const manifest = JSON.parse((await folder.files.get(`${slot}.json`)?.text()) ?? '');
    folder.files.set(`${slot}.json`, new Blob([JSON.stringify({ ...manifest, version: CHECKPOINT_VERSION + 1 })]));
    return folder;
  };
  const textsOf = (folder: ReturnType<typeof fakeFolder>) =>
    Promise.all([...folder.files].map(async ([name, blob]) => [name, await blob.text()]));

  it.each(['a', 'b'] as const)('promise 54: in slot %s is refused by name, and stays as it is', async (slot) => {
    const folder = await newer(slot);
    const before = await textsOf(folder);
    const { run, problem } = await storeOn(folder).find();
    expect(run).toBeNull();
    expect(problem).toMatchObject({ code: 'checkpoint.newer', severity: 'warning' });
    expect(problem?.cause).toContain(`format ${CHECKPOINT_VERSION + 1}`);
    expect(await problemFrom(() => storeOn(folder).save(savedRun(13)))).toMatchObject({ code: 'checkpoint.newer' });
    expect(await textsOf(folder)).toEqual(before);
  });

  it('is not removed with the others', async () => {
    const folder = await newer('a');
    await storeOn(folder).clear();
    expect([...folder.files.keys()].sort()).toEqual(['a.json', 'a.safetensors']);
  });
});

describe('where the storage is full', () => {
  it('saving fails as the storage does, and what was kept stays; later it goes on', async () => {
    const folder = await keptAt(11, 12);
    folder.room = 1000;
    const store = storeOn(folder);
    await expect(store.save(savedRun(13))).rejects.toMatchObject({ name: 'QuotaExceededError' });
    expect((await storeOn(folder).find()).run?.position.step).toBe(12);
    folder.room = Infinity;
    await store.save(savedRun(14));
    expect(await stepFound(folder)).toEqual([14, null]);
  });
});
