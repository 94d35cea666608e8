import { useState } from 'react';
import styles from './Chart.module.css';

/** One column of numbers by epoch. */
export interface EpochColumn {
  readonly title: string;
  readonly values: ReadonlyMap<number, number>;
}

interface EpochTableProps {
  readonly title: string;
  readonly columns: readonly EpochColumn[];
  readonly format: (value: number) => string;
}

/** A chart's numbers by epoch, for those who read rather than see them. Filled only while it is open. */
export function EpochTable({ title, columns, format }: EpochTableProps) {
  const [isOpen, setIsOpen] = useState(false);
  const epochs = isOpen ? [...new Set(columns.flatMap(({ values }) => [...values.keys()]))].sort((a, b) => a - b) : [];
  return (
    <details className={styles.table} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{title} as a table</summary>
      {isOpen ? (
        <table>
          <thead>
            <tr>
              <th scope="col">Epoch</th>
              {columns.map(({ title: name }, i) => (
                <th key={i} scope="col">
                  <bdi>{name}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {epochs.map((epoch) => (
              <tr key={epoch}>
                <th scope="row">{epoch}</th>
                {columns.map(({ values }, i) => {
                  const value = values.get(epoch);
                  return <td key={i}>{value === undefined ? '' : format(value)}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </details>
  );
}
