import * as v from 'valibot';
import { fail } from '../core/problem';
import { issueText } from './recordSchema';

/** How JSON of one origin is refused. */
interface Origin {
  /** Before the kind in a problem's code: `runs.archive`. */
  readonly code: string;
  /** Who writes it, in words. */
  readonly writer: string;
  readonly cure: string;
}

/** Reads JSON that somebody gave, and checks it against a schema; `subject` names the file in problems. */
export function createJsonReader({ code, writer, cure }: Origin) {
  return {
    /** @throws ProblemError where it is not JSON */
    parsed(text: string, subject: string): unknown {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return fail(`${code}.json`, subject, 'is not JSON.', cure);
      }
    },
    /** @throws ProblemError where it is not of the schema */
    checked<S extends v.GenericSchema>(schema: S, value: unknown, subject: string): v.InferOutput<S> {
      const result = v.safeParse(schema, value);
      if (result.success) return result.output;
      return fail(`${code}.bad`, subject, `is not what ${writer} writes: ${issueText(result.issues)}.`, cure);
    },
  };
}
