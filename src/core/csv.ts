/**
 * One cell of a CSV file that we write (RFC 4180), safe to open in a spreadsheet.
 *
 * Text that a spreadsheet would take for a formula (first character `=`, `+`, `-`, `@`, tab or carriage return) gets an
 * apostrophe in front. Numbers stay numbers: `-0.5` is written as it is. Text with a comma, a quote or a line break is
 * put in quotes, and its own quotes are doubled.
 *
 * Source: RFC 4180, section 2; OWASP, "CSV Injection".
 */
export function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const inert = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** One line of a CSV file, without its line end. */
export function csvRow(values: readonly (string | number)[]): string {
  return values.map(csvCell).join(',');
}

/** The text of a cell as it was before `csvCell` made it inert for spreadsheets. */
export function asWritten(cell: string): string {
  return cell.replace(/^'(?=[=+\-@\t\r])/, '');
}
