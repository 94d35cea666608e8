/**
 * Text of a cell that is safe to open in a spreadsheet: what one would take for a formula (first character `=`, `+`, `-`, `@`,
 * tab or line end) gets an apostrophe in front.
 *
 * Source: OWASP, "CSV Injection".
 */
export function inertText(text: string): string {
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}

/**
 * One cell of a CSV file that we write (RFC 4180), its text inert (`inertText`). Numbers stay numbers: `-0.5` is written as it
 * is. Text with a comma, a quote or a line break is put in quotes, and its own quotes are doubled.
 *
 * Source: RFC 4180, section 2.
 */
export function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const inert = inertText(value);
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** One line of a CSV file, without its line end. */
export function csvRow(values: readonly (string | number)[]): string {
  return values.map(csvCell).join(',');
}

/** The text of a cell as it was before `inertText`. */
export function asWritten(cell: string): string {
  return cell.replace(/^'(?=[=+\-@\t\r\n])/, '');
}
