import { useState } from 'react';
import { LIST_MARK } from '../../dataset/records';
import {
  COLUMN_ROLES,
  columnWith,
  roleOf,
  SEPARATORS,
  withRole,
  type TableMapping,
  type TablePreview,
} from '../../dataset/tableMapping';
import controls from '../common/controls.module.css';
import { entriesOf } from '../common/entries';
import fields from '../common/Field.module.css';
import { SelectField } from '../common/SelectField';
import { count } from '../format';
import { isRunActive } from '../run/runPhase';
import { useApp, useSession } from '../sessionContext';
import { TableRows } from './TableRows';
import styles from './TableForm.module.css';

/** Columns shown at once: a table of flags may have hundreds. */
const MOST_COLUMNS = 24;

const ROLES = entriesOf(COLUMN_ROLES).map(([role, { title }]) => [role, title] as const);
const SEPARATOR_NAMES = entriesOf(SEPARATORS).map(([name, { title }]) => [name, title] as const);

/** A value of the column, so that one sees what is in it. */
function exampleOf({ rows }: TablePreview, column: number): string {
  const value = (rows[0]?.cells[column] ?? '').replaceAll(LIST_MARK, ', ');
  return value.length > 28 ? `${value.slice(0, 27)}…` : value;
}

/** What the columns of a table mean: the guess, to be changed; every change reads the table anew. */
export function TableForm({ table }: { readonly table: TablePreview }) {
  const session = useSession();
  const status = useApp((state) => state.run.status);
  const [showsAll, setShowsAll] = useState(false);
  const [isOpen, setIsOpen] = useState(false);
  const { mapping, columns, rowCount, foundCount } = table;
  const isLocked = isRunActive(status);
  const change = (next: TableMapping) => void session.mapTable(next);
  const hasLabel = columnWith(mapping, columns, 'label') >= 0;
  const isComplete = foundCount > 0 && (hasLabel || columns.some((name) => roleOf(mapping, name) === 'class'));
  const shown = showsAll ? columns : columns.slice(0, MOST_COLUMNS);
  return (
    <details
      className={styles.box}
      open={isOpen || !isComplete}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
      data-testid="table-form"
    >
      <summary>
        Columns of the table: {count(foundCount)} of {count(rowCount)} rows name a recording that is here
      </summary>
      <div className={styles.body}>
        {table.tables.length > 1 ? (
          <SelectField
            label="Table"
            value={mapping.table}
            options={table.tables.map((path) => [path, path] as const)}
            onChange={(path) => change({ table: path, columns: {}, separator: 'none' })}
            disabled={isLocked}
          />
        ) : null}
        <div className={fields.grid}>
          {shown.map((name) => (
            <SelectField
              key={name}
              label={name}
              value={roleOf(mapping, name)}
              options={ROLES}
              hint={exampleOf(table, columns.indexOf(name)) || undefined}
              onChange={(role) => change(withRole(mapping, name, role))}
              disabled={isLocked}
            />
          ))}
          {hasLabel ? (
            <SelectField
              label="Between labels stands"
              value={mapping.separator}
              options={SEPARATOR_NAMES}
              onChange={(separator) => change({ ...mapping, separator })}
              disabled={isLocked}
            />
          ) : null}
        </div>
        {columns.length > MOST_COLUMNS && !showsAll ? (
          <button type="button" className={controls.chip} onClick={() => setShowsAll(true)}>
            Show all {count(columns.length)} columns
          </button>
        ) : null}
        <TableRows table={table} />
        <button type="button" className={controls.chip} onClick={() => void session.mapTable(null)} disabled={isLocked}>
          Guess again
        </button>
      </div>
    </details>
  );
}
