import * as v from 'valibot';
import { ProblemError, warning, type Problem } from '../core/problem';
import { sha256Of } from '../weights/sha256';
import type { SavedRun } from './savedRun';
import { readSavedRun, writeSavedRun } from './savedRunFile';

/** The version of what is written; a page reads its own and older ones, and leaves newer ones as they are. */
export const CHECKPOINT_VERSION = 1;

const SLOTS = ['a', 'b'] as const;
type Slot = (typeof SLOTS)[number];

/** What says that a slot's content is whole: written after it. */
const manifest = v.object({
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  sequence: v.pipe(v.number(), v.integer(), v.minValue(0)),
  bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

type Manifest = v.InferOutput<typeof manifest>;

/** What was found of a run that did not end. */
export interface Found {
  readonly run: SavedRun | null;
  /** Why the newest one was not used, where it was not. */
  readonly problem: Problem | null;
}

export interface CheckpointStore {
  /** Writes a run over the older of the two. @throws as the browser's storage does: where it is full, say */
  save(run: SavedRun): Promise<void>;
  /** The newest that is whole. */
  find(): Promise<Found>;
  clear(): Promise<void>;
}

/**
 * Checkpoints in two slots of a folder, so that there is a whole one whatever is interrupted: the older slot's content is
 * written and closed, which puts it in place at once, and then its manifest with sequence, size and SHA-256. A slot whose
 * content is not what its manifest says does not count.
 * @param folder of the origin private file system
 */
export function createCheckpointStore(folder: FileSystemDirectoryHandle): CheckpointStore {
  const write = async (name: string, content: Blob) => {
    const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
    await stream.write(content);
    await stream.close();
  };
  const read = async (name: string): Promise<File | null> => {
    try {
      return await (await folder.getFileHandle(name)).getFile();
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotFoundError') return null;
      throw error;
    }
  };
  const manifests = async () =>
    Promise.all(SLOTS.map(async (slot) => ({ slot, manifest: await manifestOf(await read(manifestName(slot))) })));

  return {
    async save(run) {
      const all = await manifests();
      if (all.some((one) => (one.manifest?.version ?? 0) > CHECKPOINT_VERSION)) return;
      const [older, newer] = all.sort((a, b) => (a.manifest?.sequence ?? -1) - (b.manifest?.sequence ?? -1));
      if (!older) return;
      const content = new Blob([writeSavedRun(run)]);
      await write(contentName(older.slot), content);
      const next: Manifest = {
        version: CHECKPOINT_VERSION,
        sequence: (newer?.manifest?.sequence ?? -1) + 1,
        bytes: content.size,
        sha256: await sha256Of(content),
      };
      await write(manifestName(older.slot), new Blob([JSON.stringify(next)]));
    },

    async find() {
      const all = (await manifests()).sort((a, b) => (b.manifest?.sequence ?? -1) - (a.manifest?.sequence ?? -1));
      let problem: Problem | null = null;
      for (const { slot, manifest: own } of all) {
        if (!own) continue;
        if (own.version > CHECKPOINT_VERSION) return { run: null, problem: tooNew(own.version) };
        try {
          const run = await readSlot(own, await read(contentName(slot)));
          if (run) return { run, problem };
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error;
        }
        problem ??= broken();
      }
      return { run: null, problem };
    },

    async clear() {
      // The manifests go first, so that a removal cut short leaves nothing that counts as whole.
      for (const name of [...SLOTS.map(manifestName), ...SLOTS.map(contentName)]) {
        if (await read(name)) await folder.removeEntry(name);
      }
    },
  };
}

const manifestName = (slot: Slot) => `${slot}.json`;
const contentName = (slot: Slot) => `${slot}.safetensors`;

async function manifestOf(file: File | null): Promise<Manifest | null> {
  if (!file) return null;
  try {
    const parsed = v.safeParse(manifest, JSON.parse(await file.text()));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** A slot's run; null where its content is not what the manifest says. */
async function readSlot({ bytes, sha256 }: Manifest, content: File | null): Promise<SavedRun | null> {
  if (!content || content.size !== bytes || (await sha256Of(content)) !== sha256) return null;
  return readSavedRun(content, 'The kept run');
}

function broken(): Problem {
  const cause = 'is damaged: the page or the machine stopped while it was written.';
  return warning(
    'checkpoint.damaged',
    'The newest state of the run',
    cause,
    'The one before it is used, if there is one.',
  );
}

function tooNew(version: number): Problem {
  const cause = `was kept by a newer version of this page (format ${version}; this one reads ${CHECKPOINT_VERSION}).`;
  return warning('checkpoint.newer', 'A run that did not end', cause, 'Open the newer version to go on with it.');
}
