/** The rows of a typed table as [name, row] pairs, with the names' own type. */
export function entriesOf<K extends string, V>(table: Readonly<Record<K, V>>): readonly (readonly [K, V])[] {
  return Object.entries(table) as [K, V][];
}
