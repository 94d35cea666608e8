import { useMemo, useState } from 'react';
import { ColumnHead } from '../common/ColumnHead';
import { FileName } from '../common/FileName';
import { count, seconds } from '../format';
import { classRows, sortClasses, type ClassColumn, type ClassRow } from './classRows';
import styles from './ClassTable.module.css';
import { useDataset } from './useDataset';
import { useFacts } from './useFacts';

interface ClassTableProps {
  /** Shows the clips of a class. */
  readonly onOpen: (className: string) => void;
}

/** The classes with their clips by part and their durations: to sort, and to open. */
export function ClassTable({ onOpen }: ClassTableProps) {
  const { dataset, split } = useDataset();
  const facts = useFacts();
  const [order, setOrder] = useState<{ column: ClassColumn; descending: boolean } | null>(null);
  const table = useMemo(() => (dataset ? classRows(dataset, split, facts) : null), [dataset, split, facts]);
  const rows = useMemo(() => (table && order ? sortClasses(table.rows, order) : (table?.rows ?? [])), [table, order]);
  if (!table) return null;
  const hasTest = table.total.parts.test > 0;
  const sortBy = (column: ClassColumn) =>
    setOrder({ column, descending: order?.column === column ? !order.descending : column !== 'name' });
  const head = (column: ClassColumn, title: string, className?: string) => (
    <ColumnHead
      column={column}
      title={title}
      order={order ?? UNSORTED}
      onSort={(name) => sortBy(name as ClassColumn)}
      isNumber={column !== 'name'}
      className={className}
    />
  );
  const cells = (row: ClassRow) => (
    <>
      <td>{count(row.parts.train)}</td>
      <td>{count(row.parts.validation)}</td>
      {hasTest ? <td>{count(row.parts.test)}</td> : null}
      <td className={styles.total}>{row.medianSeconds === null ? '' : seconds(row.totalSeconds)}</td>
      <td>{row.medianSeconds === null ? '' : seconds(row.medianSeconds)}</td>
    </>
  );
  return (
    // The box scrolls, so a keyboard must be able to reach it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.box} tabIndex={0} role="region" aria-label="Classes">
      <table className={styles.table}>
        <thead>
          <tr>
            {head('name', 'Class')}
            {head('train', 'Train')}
            {head('validation', 'Valid.')}
            {hasTest ? head('test', 'Test') : null}
            {head('total', 'Total', styles.total)}
            {head('median', 'Median')}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">
                <button
                  type="button"
                  className={styles.open}
                  onClick={() => onOpen(row.name)}
                  title="Show the clips of this class"
                >
                  <FileName name={row.name} />
                </button>
              </th>
              {cells(row)}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All</th>
            {cells(table.total)}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

const UNSORTED = { column: '', descending: false } as const;
