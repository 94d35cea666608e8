import { readWhole } from '../audio/bytes';
import { decodeEntry, encodeEntry } from '../audio/featureEntry';
import { featureKey } from '../audio/featureKey';
import { prepareClip, prepareSource, type PrepareOptions } from '../audio/prepare';
import { segmentName } from '../audio/segmentName';
import type { PreparedClip } from '../audio/types';
import { openSource, type SourceFile } from '../files/source';
import { createFeatureFiles, openFeatureFolder, type FeatureFiles } from './featureFiles';

/** Larger files are not looked up: reading all of one to name it takes longer than the stretch that is wanted of it. */
const LARGEST_FILE_BYTES = 4 * 2 ** 20;
const LARGEST_ENTRY_BYTES = 4 * 2 ** 20;

/** What became of a clip's features on disk. */
export interface Kept {
  readonly key: string;
  readonly bytes: number;
  /** Whether they were there, and nothing was computed. */
  readonly wasThere: boolean;
}

export type KeptClip = PreparedClip & { readonly kept: Kept | null };

/** What may be done with kept features: read and write them, read them only, or neither. */
export type KeepMode = 'keep' | 'read' | 'none';

let opened: Promise<FeatureFiles | null> | null = null;
const openFiles = () => (opened ??= openFeatureFolder().then((folder) => folder && createFeatureFiles(folder)));

/** As `prepareSource`; where a sound of the same content was prepared in the same way before, from disk. */
export async function prepareKept(
  source: SourceFile,
  options: PrepareOptions,
  mode: KeepMode,
  open: () => Promise<FeatureFiles | null> = openFiles,
): Promise<KeptClip> {
  const isSmall = (source.kind === 'file' || source.kind === 'zip') && source.size <= LARGEST_FILE_BYTES;
  const files = isSmall && mode !== 'none' ? await open() : null;
  if (!files || !isSmall) return { ...(await prepareSource(source, options)), kept: null };
  const blob = await openSource(source, options.signal);
  const name = segmentName(source.path, options.segment ?? null);
  // A file that cannot be read is told of by the decoder, in its own words.
  const content = await readWhole(blob).catch(() => null);
  const key = content && (await featureKey(content, options));
  if (!key) return { ...(await prepareClip(blob, name, options)), kept: null };
  const entry = await files.read(key);
  const known = entry && (await decodeEntry(entry, name));
  if (entry && known) return { ...known, kept: { key, bytes: entry.byteLength, wasThere: true } };
  const clip = await prepareClip(blob, name, options);
  const bytes = mode === 'keep' ? await encodeEntry(clip) : null;
  const isKept = bytes !== null && bytes.length <= LARGEST_ENTRY_BYTES && (await files.write(key, bytes));
  return { ...clip, kept: isKept ? { key, bytes: bytes.length, wasThere: false } : null };
}
