import { Check, X } from 'lucide-react';
import { LIST_MARK } from '../../dataset/records';
import { COLUMN_ROLES, roleOf, type TablePreview } from '../../dataset/tableMapping';
import styles from './TableForm.module.css';

/** Columns that mean something come first, and no more than a table of this width shows. */
const MOST_COLUMNS = 8;

/** The first rows of a table, and whether their recordings are there. */
export function TableRows({ table: { columns, mapping, rows } }: { readonly table: TablePreview }) {
  const order = columns
    .map((name, at) => ({ name, at, role: roleOf(mapping, name) }))
    .sort((a, b) => Number(a.role === 'ignore') - Number(b.role === 'ignore'))
    .slice(0, MOST_COLUMNS);
  return (
    // The box scrolls, so a keyboard must be able to reach it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.rows} tabIndex={0} role="region" aria-label="First rows of the table">
      <table>
        <thead>
          <tr>
            <th scope="col">Sound</th>
            {order.map(({ name, role }) => (
              <th key={name} scope="col" data-unused={role === 'ignore' ? true : undefined}>
                {name}
                <span className={styles.role}>{COLUMN_ROLES[role].title}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ cells, found }, i) => (
            <tr key={i}>
              <td className={found ? styles.found : styles.absent}>
                {found ? <Check size={14} aria-hidden /> : <X size={14} aria-hidden />} {found ? 'here' : 'not here'}
              </td>
              {order.map(({ name, at, role }) => (
                <td key={name} data-unused={role === 'ignore' ? true : undefined}>
                  <bdi>{(cells[at] ?? '').replaceAll(LIST_MARK, ', ').slice(0, 60)}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
