import type { OnProgress } from '../core/progress';
import type { Problem } from '../core/problem';
import type { Segment } from '../audio/types';
import type { Hdf5Recording } from '../files/hdf5';
import type { ByteSource, SourceFile } from '../files/source';
import type { ListedFile } from './listing';
import type { TableMapping, TablePreview } from './tableMapping';
import type { LayoutName, Part } from './types';

export interface ReadContext {
  /** What an HDF5 file holds; it is read on a worker. Without it, such files are not used. */
  readonly listHdf5?: ((source: ByteSource, signal?: AbortSignal) => Promise<readonly Hdf5Recording[]>) | undefined;
  /** What the columns of a table mean, where a person has said so; else it is guessed. */
  readonly mapping?: TableMapping | undefined;
  /** Told of the table that is read and what was made of its columns, also where nothing comes of it. */
  readonly onTable?: ((preview: TablePreview) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** A recording, or a stretch of one, with what the layout says of it. */
export interface Labelled {
  readonly source: SourceFile;
  /** One class, or several; none where the data set has clips that are of no class. */
  readonly classNames: readonly string[];
  readonly part: Part | null;
  readonly fold: number | null;
  readonly segment: Segment | null;
  readonly group: string | null;
  /** The annotation's own id, where it has one. */
  readonly id: string | null;
}

/** A whole file of one class. */
export function wholeFile(
  file: ListedFile,
  className: string,
  part: Part | null = null,
  fold: number | null = null,
): Labelled {
  return { source: file.source, classNames: [className], part, fold, segment: null, group: null, id: null };
}

/** What a layout makes of the files. Every audio file is either in `labelled` or the subject of a problem. */
export interface Reading {
  /** The data set's own folder; its last name becomes the data set's name. */
  readonly root: readonly string[];
  /** One plain sentence: what was recognised and why. */
  readonly recognised: string;
  /** The order of the classes; null for alphabetical. */
  readonly classes: readonly string[] | null;
  readonly labelled: readonly Labelled[];
  /** Whether each class is a question of its own: a clip may be of several, or of none. */
  readonly multiLabel?: boolean;
  /** Files that belong to the layout and are no recordings: lists and tables. */
  readonly own: ReadonlySet<ListedFile>;
  readonly problems: readonly Problem[];
}

/** One way in which data sets are laid out on disk. */
export interface Layout {
  readonly name: LayoutName;
  /** As shown to people. */
  readonly title: string;
  /** How it is recognised, for people whose data set was not. */
  readonly hint: string;
  /** By names; where they do not tell, by the beginnings of lists and tables. No recording is read. */
  readonly recognises: (files: readonly ListedFile[], context: ReadContext) => boolean | Promise<boolean>;
  /** Errors: `ProblemError` where the layout's own files contradict themselves or cannot be read. */
  readonly read: (files: readonly ListedFile[], context: ReadContext) => Promise<Reading>;
}

/** The problem of a file, a row or a folder that is not used. */
export function unused(code: string, subject: string, cause: string, cure: string): Problem {
  return { code, subject, cause, cure, severity: 'error' };
}
