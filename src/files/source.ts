/**
 * One file that the user gave us, as data: cheap to hold by the hundred thousand, cloneable to a worker, bytes read only
 * when opened. `path` is relative to what was dropped, with `/`; it is text from outside and is never used as anything else.
 */
export type SourceFile =
  | { readonly kind: 'file'; readonly path: string; readonly size: number; readonly file: File }
  | {
      readonly kind: 'zip';
      readonly path: string;
      readonly size: number;
      readonly archive: File;
      readonly entry: string;
    }
  | { readonly kind: 'url'; readonly path: string; readonly size: number; readonly url: string };

// openSource(source, signal): Promise<Blob> is implemented here by the files module.
