import type { OnProgress } from '../core/progress';
import type { Problem } from '../core/problem';
import type { ListedFile } from './listing';
import type { LayoutName, Part } from './types';

export interface ReadContext {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** An audio file with what the layout says of it. */
export interface Labelled {
  readonly file: ListedFile;
  readonly className: string;
  readonly part: Part | null;
  readonly fold: number | null;
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
  /** By names alone; nothing is read. */
  readonly recognises: (files: readonly ListedFile[]) => boolean;
  /** Errors: `ProblemError` where the layout's own files contradict themselves or cannot be read. */
  readonly read: (files: readonly ListedFile[], context: ReadContext) => Promise<Reading>;
}

/** The problem of a file, a row or a folder that is not used. */
export function unused(code: string, subject: string, cause: string, cure: string): Problem {
  return { code, subject, cause, cure, severity: 'error' };
}
