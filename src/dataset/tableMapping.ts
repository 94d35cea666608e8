/** What a column of a table may mean. One row each: as shown to people, and whether only one column can have it. */
export const COLUMN_ROLES = {
  ignore: { title: 'not used', single: false },
  path: { title: 'sound file', single: true },
  label: { title: 'label or labels', single: true },
  class: { title: 'a class, 0 or 1', single: false },
  start: { title: 'start, seconds', single: true },
  end: { title: 'end, seconds', single: true },
  split: { title: 'train, validation or test', single: true },
  fold: { title: 'fold', single: true },
  group: { title: 'group (speaker, source)', single: true },
} as const satisfies Record<string, { readonly title: string; readonly single: boolean }>;

export type ColumnRole = keyof typeof COLUMN_ROLES;

/** What stands between the labels of one cell. */
export const SEPARATORS = {
  none: { title: 'nothing: one label a cell', character: null },
  semicolon: { title: 'semicolon ;', character: ';' },
  comma: { title: 'comma ,', character: ',' },
  bar: { title: 'bar |', character: '|' },
} as const satisfies Record<string, { readonly title: string; readonly character: string | null }>;

export type Separator = keyof typeof SEPARATORS;

/** How a table is read: plain data, the same from the page's form and from an experiment's settings. */
export interface TableMapping {
  /** The table's path below what was dropped, or its last name. */
  readonly table: string;
  /** The meaning of each column by its name; those not named are not used. */
  readonly columns: Readonly<Record<string, ColumnRole>>;
  readonly separator: Separator;
}

/** A table as it is being read: its columns with what they are taken for, and its beginning. */
export interface TablePreview {
  readonly mapping: TableMapping;
  /** The paths of all tables in the drop, this one's among them. */
  readonly tables: readonly string[];
  /** In the table's order. */
  readonly columns: readonly string[];
  readonly rowCount: number;
  /** Rows whose recording is there. */
  readonly foundCount: number;
  /** The first rows: their cells in the columns' order, and whether the recording is there. */
  readonly rows: readonly { readonly cells: readonly string[]; readonly found: boolean }[];
}

/** The role of a column; a name that only looks like a property of every object has none. */
export function roleOf({ columns }: TableMapping, name: string): ColumnRole {
  return Object.hasOwn(columns, name) ? (columns[name] ?? 'ignore') : 'ignore';
}

/** The position of the one column with a role, or -1. */
export function columnWith(mapping: TableMapping, columns: readonly string[], role: ColumnRole): number {
  return columns.findIndex((name) => roleOf(mapping, name) === role);
}

/** The mapping with another role for one column; what had a role that only one can have loses it. */
export function withRole(mapping: TableMapping, name: string, role: ColumnRole): TableMapping {
  const freed = Object.entries(mapping.columns).map(([other, held]): [string, ColumnRole] => [
    other,
    held === role && COLUMN_ROLES[role].single ? 'ignore' : held,
  ]);
  return { ...mapping, columns: Object.fromEntries([...freed, [name, role]]) };
}
