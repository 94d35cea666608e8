/** See `Report` in tests/fuzz/runReader.ts; `peak` is the process's, in bytes. */
export interface FuzzReport {
  readonly cases: number;
  readonly read: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly mostAllocated: number;
  readonly slowest: number;
  readonly peak: number;
  readonly failure: {
    readonly reason: string;
    readonly path: string;
    /** The file that broke it. */
    readonly kept: string;
    /** The command that shows it again. */
    readonly again: string;
  } | null;
}
export function fuzzReaders(): Promise<readonly { readonly name: string; readonly silence: string }[]>;
export function fuzzReader(name: string, cases: number, seed: number, path?: string): Promise<FuzzReport>;
