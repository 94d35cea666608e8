import {
  ERR_AMBIGUOUS_ARCHIVE,
  ERR_BAD_FORMAT,
  ERR_CENTRAL_DIRECTORY_NOT_FOUND,
  ERR_ENCRYPTED,
  ERR_ENCRYPTED_CENTRAL_DIRECTORY,
  ERR_ENTRY_DATA_OUT_OF_BOUNDS,
  ERR_EOCDR_NOT_FOUND,
  ERR_INVALID_COMPRESSED_DATA,
  ERR_INVALID_CRC32,
  ERR_INVALID_UNCOMPRESSED_SIZE,
  ERR_LOCAL_FILE_HEADER_NOT_FOUND,
  ERR_SPLIT_ZIP_FILE,
  ERR_UNSUPPORTED_COMPRESSION,
  ERR_UNSUPPORTED_ENCRYPTION,
} from '@zip.js/zip.js/lib/zip-core-reader.js';
import { fail } from '../core/problem';
import { readFailure } from './openFile';

const DAMAGED = 'The archive is damaged: copy, download or make it again.';
const LOCKED = 'Unpack it with its password and add the folder.';
const TRUNCATED = 'This is no zip archive, or its end is missing.';
const SPOILT = 'Its bytes are not those that were packed (the checksum or the length differs).';
const DISAGREES = 'Its headers contradict each other.';

/** What an error of zip.js means to a person: cause and cure. */
const CAUSES: ReadonlyMap<string, readonly [cause: string, cure: string]> = new Map([
  [ERR_BAD_FORMAT, [TRUNCATED, DAMAGED]],
  [ERR_EOCDR_NOT_FOUND, [TRUNCATED, DAMAGED]],
  [ERR_CENTRAL_DIRECTORY_NOT_FOUND, [TRUNCATED, DAMAGED]],
  [ERR_LOCAL_FILE_HEADER_NOT_FOUND, [DISAGREES, DAMAGED]],
  [ERR_AMBIGUOUS_ARCHIVE, [DISAGREES, DAMAGED]],
  [ERR_ENTRY_DATA_OUT_OF_BOUNDS, [DISAGREES, DAMAGED]],
  [ERR_INVALID_CRC32, [SPOILT, DAMAGED]],
  [ERR_INVALID_COMPRESSED_DATA, [SPOILT, DAMAGED]],
  [ERR_INVALID_UNCOMPRESSED_SIZE, [SPOILT, DAMAGED]],
  [ERR_ENCRYPTED, ['It is locked with a password.', LOCKED]],
  [ERR_UNSUPPORTED_ENCRYPTION, ['It is locked with a password.', LOCKED]],
  [ERR_ENCRYPTED_CENTRAL_DIRECTORY, ['The archive is locked with a password.', LOCKED]],
  [
    ERR_SPLIT_ZIP_FILE,
    ['It is one part of an archive in several files.', 'Join the parts, or unpack them and add the folder.'],
  ],
  [ERR_UNSUPPORTED_COMPRESSION, ['It is packed by a method that is not read here.', 'Unpack it and add the folder.']],
]);

/** Turns what zip.js threw into a `ProblemError` `files.zip` about `subject`; failed reads keep their own code. */
export function zipFailure(error: unknown, subject: string): never {
  const known = error instanceof Error ? CAUSES.get(error.message) : undefined;
  if (known) fail('files.zip', subject, ...known);
  readFailure(error, subject);
}
