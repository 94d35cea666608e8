export const TABLE: string;
export const OPEN: string;
/** A row of the table of promises. */
export interface PromiseRow {
  readonly number: number;
  readonly promise: string;
  readonly isOpen: boolean;
  readonly files: readonly string[];
}
export function promisedIn(text: string): readonly number[];
export function findPromises(): ReadonlyMap<number, readonly string[]>;
export function readTable(text: string): readonly PromiseRow[];
export function writeTable(text: string, found: ReadonlyMap<number, readonly string[]>): string;
