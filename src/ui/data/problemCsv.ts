import { csvRow } from '../../core/csv';
import type { Problem } from '../../core/problem';

/** The list of problems as a CSV file (RFC 4180): one line each, with file, what happened, cause and cure. */
export function problemCsv(problems: readonly Problem[]): string {
  const lines = problems.map(({ subject, severity, cause, cure, code }) =>
    csvRow([subject, severity === 'error' ? 'not used' : 'used, with a warning', cause, cure, code]),
  );
  return `${[csvRow(['file', 'outcome', 'cause', 'cure', 'code']), ...lines].join('\r\n')}\r\n`;
}
