import { DEFAULT_SPLIT } from '../dataset/defaultSplit';
import { recogniseDataset } from '../dataset/recognise';
import { splitDataset } from '../dataset/split';
import type { Clip, Split, SplitOptions } from '../dataset/types';
import { walkFileList } from '../files/walk';
import { subjectData } from '../sweep/fingerprint';
import { createAudioPool } from '../worker/audioPool';

/** What the page makes of a folder, as plain data, for another program's reading of it to be held against. */
export interface Recognised {
  readonly layout: string;
  readonly name: string;
  readonly classes: readonly string[];
  readonly multiLabel: boolean;
  readonly folds: readonly number[];
  readonly clips: readonly Pick<Clip, 'id' | 'labels' | 'part' | 'fold' | 'segment' | 'group'>[];
  readonly fingerprint: string;
  /** By the options that were asked for, in their order. */
  readonly splits: readonly Split[];
}

/** Recognises a folder and divides it in several ways, without decoding a sound. @throws ProblemError where it is no data set */
export async function recogniseFiles(
  files: readonly File[],
  options: readonly Partial<SplitOptions>[],
): Promise<Recognised> {
  const pool = createAudioPool();
  const { sources } = await walkFileList(files);
  const dataset = await recogniseDataset(sources, {
    listHdf5: async (source, signal) => (await pool.run('list', source, null, signal)).recordings,
  });
  const { layout, name, classes, multiLabel, folds } = dataset;
  return {
    ...{ layout, name, classes, multiLabel, folds },
    clips: dataset.clips.map(({ id, labels, part, fold, segment, group }) => {
      return { id, labels, part, fold, segment, group };
    }),
    fingerprint: subjectData(dataset).digest,
    splits: options.map((patch) => splitDataset(dataset, { ...DEFAULT_SPLIT, ...patch })),
  };
}
