import * as v from 'valibot';
import { ProblemError, warning, type Problem } from '../core/problem';
import { sha256Of } from '../weights/sha256';
import type { SlotFolder } from './slotFolder';
import type { SavedRun } from './savedRun';
import { readSavedRun, writeSavedRun } from './savedRunFile';

/** The version of what is written; a page reads its own and older ones, and leaves newer ones as they are. */
export const CHECKPOINT_VERSION = 1;

const SLOTS = ['a', 'b'] as const;
type Slot = (typeof SLOTS)[number];

/** What says that a slot's content is whole: written after it. */
const manifest = v.object({
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  sequence: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

type Manifest = v.InferOutput<typeof manifest>;

/** What was found of a run that did not end. */
export interface Found {
  readonly run: SavedRun | null;
  /** What is wrong with what was kept, if anything is. */
  readonly problem: Problem | null;
}

export interface CheckpointStore {
  /**
   * Writes a run over the older of the two.
   * @throws ProblemError where a newer version of the page has written there; otherwise as the browser's storage does: where
   *   it is full, say
   */
  save(run: SavedRun): Promise<void>;
  /** The newest that is whole. Changes nothing. */
  find(): Promise<Found>;
  /** Removes what this version could read; what a newer one has written stays. */
  clear(): Promise<void>;
}

/** Of a slot: nothing was written, or something that is not whole, or by a newer version, or a run. */
type Content =
  | { readonly state: 'empty' | 'broken'; readonly sequence: number }
  | { readonly state: 'newer'; readonly sequence: number; readonly version: number }
  | { readonly state: 'whole'; readonly sequence: number; readonly run: SavedRun };

/**
 * Checkpoints in two slots, so that there is a whole one whatever is interrupted: the older slot's manifest is removed, its
 * content is written and flushed, and then its manifest with sequence, size and SHA-256. A slot whose content is not what
 * its manifest says does not count.
 */
export function createCheckpointStore(folder: SlotFolder): CheckpointStore {
  const manifestOf = async (slot: Slot) => parsedManifest(await folder.read(manifestName(slot)));
  const manifests = () => Promise.all(SLOTS.map(async (slot) => ({ slot, manifest: await manifestOf(slot) })));
  /** What was found not to be whole: written over before what is. */
  const broken = new Set<Slot>();

  const contentOf = async (slot: Slot): Promise<Content> => {
    const [note, content] = [await folder.read(manifestName(slot)), await folder.read(contentName(slot))];
    const own = await parsedManifest(note);
    const sequence = own?.sequence ?? -1;
    if (!own) return { state: note || content ? 'broken' : 'empty', sequence };
    if (own.version > CHECKPOINT_VERSION) return { state: 'newer', version: own.version, sequence };
    const run = await wholeRun(own, content);
    return run ? { state: 'whole', run, sequence } : { state: 'broken', sequence };
  };

  return {
    async save(run) {
      const all = await manifests();
      const newer = all.find((one) => (one.manifest?.version ?? 0) > CHECKPOINT_VERSION)?.manifest;
      if (newer) throw new ProblemError(tooNew(newer.version));
      const ages = all.map((one) => ({ slot: one.slot, sequence: one.manifest?.sequence ?? -1 }));
      const worth = ({ slot, sequence }: (typeof ages)[number]) => (broken.has(slot) ? -1 : sequence);
      const slot = ages.sort((a, b) => worth(a) - worth(b))[0]?.slot ?? 'a';
      const content = writeSavedRun(run);
      await folder.remove(manifestName(slot));
      await folder.write(contentName(slot), content);
      const next: Manifest = {
        version: CHECKPOINT_VERSION,
        sequence: Math.max(...ages.map(({ sequence }) => sequence)) + 1,
        bytes: content.length,
        sha256: await sha256Of(new Blob([content])),
      };
      await folder.write(manifestName(slot), new TextEncoder().encode(JSON.stringify(next)));
      broken.delete(slot);
    },

    async find() {
      const contents: Content[] = [];
      for (const slot of SLOTS) {
        const content = await contentOf(slot);
        contents.push(content);
        if (content.state === 'broken') broken.add(slot);
      }
      contents.sort((a, b) => b.sequence - a.sequence);
      const newer = contents.find((content) => content.state === 'newer');
      if (newer) return { run: null, problem: tooNew(newer.version) };
      const run = contents.find((content) => content.state === 'whole')?.run ?? null;
      return { run, problem: broken.size > 0 ? damaged(run !== null) : null };
    },

    async clear() {
      for (const { slot, manifest: own } of await manifests()) {
        if ((own?.version ?? 0) > CHECKPOINT_VERSION) continue;
        // The manifest goes first, so that a removal cut short leaves nothing that counts as whole.
        await folder.remove(manifestName(slot));
        await folder.remove(contentName(slot));
      }
    },
  };
}

const manifestName = (slot: Slot) => `${slot}.json`;
const contentName = (slot: Slot) => `${slot}.safetensors`;

async function parsedManifest(file: Blob | null): Promise<Manifest | null> {
  if (!file) return null;
  try {
    const parsed = v.safeParse(manifest, JSON.parse(await file.text()));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** A slot's run; null where its content is not what the manifest says, or no run. */
async function wholeRun({ bytes, sha256 }: Manifest, content: Blob | null): Promise<SavedRun | null> {
  if (!content || content.size !== bytes) return null;
  try {
    return (await sha256Of(content)) === sha256 ? await readSavedRun(content, 'The kept run') : null;
  } catch (error) {
    if (error instanceof ProblemError) return null;
    throw error;
  }
}

function damaged(hasOther: boolean): Problem {
  return warning(
    'checkpoint.damaged',
    'The newest state that was kept of the run',
    'is damaged or was not written to its end: the page or the machine stopped meanwhile.',
    hasOther ? 'The state before it is used instead.' : 'Start the run again.',
  );
}

function tooNew(version: number): Problem {
  const cause = `was kept by a newer version of this page (format ${version}; this one reads ${CHECKPOINT_VERSION}), and stays as it is.`;
  return warning('checkpoint.newer', 'A run that did not end', cause, 'Open the newer version to go on with it.');
}
