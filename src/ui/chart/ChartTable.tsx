import { useState } from 'react';
import styles from './Chart.module.css';

/** One column of numbers, by what the rows count. */
export interface ChartColumn {
  readonly title: string;
  readonly values: ReadonlyMap<number, number>;
}

interface ChartTableProps {
  readonly title: string;
  /** What the rows count: epochs where nothing is said. */
  readonly by?: string;
  /** Asked for only while the table is open. */
  readonly columns: () => readonly ChartColumn[];
  readonly format: (value: number) => string;
}

/** A chart's numbers, for those who read rather than see them. Filled only while it is open. */
export function ChartTable({ title, by = 'Epoch', columns, format }: ChartTableProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className={styles.table} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{title} as a table</summary>
      {isOpen ? <Rows by={by} columns={columns()} format={format} /> : null}
    </details>
  );
}

interface RowsProps {
  readonly by: string;
  readonly columns: readonly ChartColumn[];
  readonly format: (value: number) => string;
}

function Rows({ by, columns, format }: RowsProps) {
  const places = [...new Set(columns.flatMap(({ values }) => [...values.keys()]))].sort((a, b) => a - b);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{by}</th>
          {columns.map(({ title: name }, i) => (
            <th key={i} scope="col">
              <bdi>{name}</bdi>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {places.map((place) => (
          <tr key={place}>
            <th scope="row">{place}</th>
            {columns.map(({ values }, i) => {
              const value = values.get(place);
              return <td key={i}>{value === undefined ? '' : format(value)}</td>;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
