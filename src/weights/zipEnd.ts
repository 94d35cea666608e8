import { readBytes } from './readBytes';

/** Throws what is wrong with an archive; `kind` ends the code of the problem. */
export type Refuse = (kind: string, cause: string) => never;

/** Where an archive's directory lies, and how many files it lists. */
export interface DirectoryPlace {
  readonly count: number;
  readonly directory: { readonly start: number; readonly size: number };
}

const END = 0x06054b50;
const END64_LOCATOR = 0x07064b50;
const END64 = 0x06064b50;
const FULL16 = 0xffff;
/** A 32-bit field that is full: its value is in a zip64 record. */
export const FULL32 = 0xffffffff;

/**
 * Finds the directory from the archive's end. The end record must be the last 22 bytes: no comment, nothing behind.
 * A zip64 locator, if there is one, precedes it.
 * Source: PKWARE APPNOTE.TXT 6.3.10, 4.3.14 to 4.3.16.
 */
export async function findDirectory(blob: Blob, name: string, refuse: Refuse): Promise<DirectoryPlace> {
  const endStart = blob.size - 22;
  if (endStart < 0) refuse('truncated', `The file is too short (${blob.size} bytes) to be a zip archive.`);
  const end = new DataView(await readBytes(blob, endStart, blob.size, name));
  if (end.getUint32(0, true) !== END || end.getUint16(20, true) !== 0) {
    refuse('truncated', 'The archive does not end with its directory: it is cut short, or something was added to it.');
  }
  const [disk, directoryDisk, countHere, count] = [4, 6, 8, 10].map((at) => end.getUint16(at, true));
  const plain = { count: count ?? 0, directory: { start: end.getUint32(16, true), size: end.getUint32(12, true) } };
  if (disk !== 0 || directoryDisk !== 0 || countHere !== count) refuse('layout', 'The archive is split over disks.');

  const locatorStart = endStart - 20;
  const locator = locatorStart < 0 ? null : new DataView(await readBytes(blob, locatorStart, endStart, name));
  if (locator === null || locator.getUint32(0, true) !== END64_LOCATOR) {
    if (plain.count === FULL16 || plain.directory.start === FULL32 || plain.directory.size === FULL32) {
      refuse('layout', 'The archive lacks the zip64 record that it needs.');
    }
    if (plain.directory.start + plain.directory.size !== endStart) refuse('layout', 'The directory is misplaced.');
    return plain;
  }
  const recordStart = locatorStart - 56;
  if (recordStart < 0 || big(locator, 8) !== recordStart) refuse('layout', 'The zip64 record is misplaced.');
  const record = new DataView(await readBytes(blob, recordStart, locatorStart, name));
  const wide = { count: big(record, 32), directory: { start: big(record, 48), size: big(record, 40) } };
  const agrees = (narrow: number, value: number, full: number): boolean => narrow === full || narrow === value;
  if (
    record.getUint32(0, true) !== END64 ||
    big(record, 4) !== 44 ||
    record.getUint32(16, true) !== 0 ||
    record.getUint32(20, true) !== 0 ||
    big(record, 24) !== wide.count ||
    locator.getUint32(4, true) !== 0 ||
    wide.directory.start + wide.directory.size !== recordStart ||
    !agrees(plain.count, wide.count, FULL16) ||
    !agrees(plain.directory.start, wide.directory.start, FULL32) ||
    !agrees(plain.directory.size, wide.directory.size, FULL32)
  ) {
    refuse('layout', 'The two end records of the archive contradict each other.');
  }
  return wide;
}

/** A 64-bit field as a number; beyond 2^53 it comes out as infinity, which agrees with nothing. */
export function big(view: DataView, at: number): number {
  const value = view.getBigUint64(at, true);
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? Infinity : Number(value);
}
