/**
 * What went wrong, in words a person can act on: the thing (usually a file), the cause and the cure.
 * Everything that can fail on outside input fails with a `ProblemError`; nothing else is shown to people as a reason.
 */
export interface Problem {
  /** Stable, machine-readable kind, e.g. `audio.truncated`. Prefix is the folder that raises it. */
  readonly code: string;
  /** The file, tensor, model or setting concerned. Text from outside: always rendered as text, never as markup. */
  readonly subject: string;
  readonly cause: string;
  readonly cure: string;
  /** `warning`: used all the same, flagged. `error`: not used. */
  readonly severity: 'error' | 'warning';
  /** The whole list, where the cause tells only its beginning. Absent otherwise. */
  readonly details?: readonly string[];
}

export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(`${problem.subject}: ${problem.cause} ${problem.cure}`);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** Throws a `ProblemError` of severity `error`. */
export function fail(
  code: string,
  subject: string,
  cause: string,
  cure: string,
  details: readonly string[] = [],
): never {
  const problem = { code, subject, cause, cure, severity: 'error' } as const;
  throw new ProblemError(details.length > 0 ? { ...problem, details } : problem);
}

export function warning(code: string, subject: string, cause: string, cure: string): Problem {
  return { code, subject, cause, cure, severity: 'warning' };
}

/** The problem behind any thrown value; unexpected errors keep their message and say that they are ours. */
export function problemOf(error: unknown, subject: string): Problem {
  if (error instanceof ProblemError) return error.problem;
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'unexpected',
    subject,
    cause: message.endsWith('.') ? message : `${message}.`,
    cure: 'This is unexpected. Try again; if it repeats, report it with this text.',
    severity: 'error',
  };
}

export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
