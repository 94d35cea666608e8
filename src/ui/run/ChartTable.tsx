import { useState } from 'react';
import type { EpochPoint } from '../../training/train';
import styles from './Charts.module.css';

interface ChartTableProps {
  readonly title: string;
  readonly epochs: readonly EpochPoint[];
  readonly train?: ((point: EpochPoint) => number) | undefined;
  readonly value: (point: EpochPoint) => number;
  readonly format: (value: number) => string;
}

/** The chart's numbers by epoch, for those who read rather than see them. Filled only while it is open. */
export function ChartTable({ title, epochs, train, value, format }: ChartTableProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className={styles.table} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{title} as a table</summary>
      {isOpen ? (
        <table>
          <thead>
            <tr>
              <th scope="col">Epoch</th>
              {train ? <th scope="col">Training</th> : null}
              <th scope="col">Validation</th>
            </tr>
          </thead>
          <tbody>
            {epochs.map((point) => (
              <tr key={point.epoch}>
                <th scope="row">{point.epoch}</th>
                {train ? <td>{format(train(point))}</td> : null}
                <td>{format(value(point))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </details>
  );
}
