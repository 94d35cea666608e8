import { useMemo } from 'react';
import { FileName } from '../common/FileName';
import { useThrottled } from '../common/useThrottled';
import { count, seconds } from '../format';
import { useApp } from '../sessionContext';
import { classRows, type ClassRow } from './classRows';
import styles from './ClassTable.module.css';

/** The classes with their clips by part and their durations. */
export function ClassTable() {
  const dataset = useApp((state) => state.data.dataset);
  const split = useApp((state) => state.data.split);
  const facts = useThrottled(
    useApp((state) => state.data.facts),
    250,
  );
  const table = useMemo(() => (dataset ? classRows(dataset, split, facts) : null), [dataset, split, facts]);
  if (!table) return null;
  const hasTest = table.total.parts.test > 0;
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
            <th scope="col">Class</th>
            <th scope="col">Train</th>
            <th scope="col">Valid.</th>
            {hasTest ? <th scope="col">Test</th> : null}
            <th scope="col" className={styles.total}>
              Total
            </th>
            <th scope="col">Median</th>
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">
                <FileName name={row.name} />
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
