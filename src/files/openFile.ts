import { fail, ProblemError } from '../core/problem';

/** What the browser's own name for a failed read means to a person. Source: File API, section 8.2 (error names). */
const READ_FAILURES: Readonly<Record<string, { code: string; cause: string; cure: string }>> = {
  NotFoundError: {
    code: 'files.vanished',
    cause: 'The file is no longer where it was when you added it.',
    cure: 'Put it back, or add the folder again.',
  },
  NotReadableError: {
    code: 'files.unreadable',
    cause: 'The file was changed after you added it, or another program holds it.',
    cure: 'Add it again once it has settled.',
  },
  NotAllowedError: {
    code: 'files.unreadable',
    cause: 'The browser is no longer allowed to read the file.',
    cure: 'Add the folder again.',
  },
  SecurityError: {
    code: 'files.unreadable',
    cause: 'The browser refuses to read the file.',
    cure: 'Move it into a folder of your own and add it again.',
  },
};

/** Turns a failed read of local bytes into a `ProblemError` about `subject`; other problems and aborts pass unchanged. */
export function readFailure(error: unknown, subject: string): never {
  if (error instanceof ProblemError) throw error;
  const name = error instanceof Error ? error.name : '';
  if (name === 'AbortError') throw error;
  const known = READ_FAILURES[name];
  if (known) fail(known.code, subject, known.cause, known.cure);
  const message = error instanceof Error ? error.message : String(error);
  fail('files.unreadable', subject, `The file cannot be read (${message}).`, 'Add it again.');
}

/**
 * The file itself, after one byte was read: a file that was changed or removed since it was added is found out here.
 * Errors: `files.vanished`, `files.unreadable`.
 */
export async function openFile(file: File, path: string, signal?: AbortSignal): Promise<Blob> {
  signal?.throwIfAborted();
  await file
    .slice(0, 1)
    .arrayBuffer()
    .catch((error: unknown) => readFailure(error, path));
  signal?.throwIfAborted();
  return file;
}
