import { ArrowDown, ArrowUp, Play } from 'lucide-react';
import { useState } from 'react';
import type { Detection } from '../../detection/types';
import controls from '../common/controls.module.css';
import { entriesOf } from '../common/entries';
import { FileName } from '../common/FileName';
import { Pager, pageOf } from '../common/Pager';
import table from '../common/Table.module.css';
import { percent, seconds } from '../format';
import { clock } from './clock';
import { DETECTION_COLUMNS, sortDetections, type SortOrder } from './sortDetections';
import styles from './Timeline.module.css';

const PAGE = 50;
const STEP = 0.01;

interface DetectionTableProps {
  readonly detections: readonly Detection[];
  readonly onPlay: (detection: Detection) => void;
}

/** Every detection, sorted by any column, each to be heard. */
export function DetectionTable({ detections, onPlay }: DetectionTableProps) {
  const [order, setOrder] = useState<SortOrder>({ column: 'start', descending: false });
  const [page, setPage] = useState(0);
  const sorted = sortDetections(detections, order);
  const Arrow = order.descending ? ArrowDown : ArrowUp;
  return (
    <>
      {/* The box scrolls, so a keyboard must be able to reach it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.rows} tabIndex={0} role="region" aria-label="Detections">
        <table className={table.table} data-testid="detections">
          <thead>
            <tr>
              {entriesOf(DETECTION_COLUMNS).map(([column, { title }]) => {
                const isOwn = order.column === column;
                const sort = isOwn ? (order.descending ? 'descending' : 'ascending') : undefined;
                return (
                  <th key={column} scope="col" aria-sort={sort}>
                    <button
                      type="button"
                      className={styles.sort}
                      onClick={() => setOrder({ column, descending: isOwn && !order.descending })}
                    >
                      {title} {isOwn ? <Arrow size={13} aria-hidden /> : null}
                    </button>
                  </th>
                );
              })}
              <th scope="col">
                <span className={controls.hidden}>Listen</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {pageOf(sorted, page, PAGE).map((found) => (
              <tr key={`${found.classIndex} ${found.start}`}>
                <th scope="row">
                  <FileName name={found.label} />
                </th>
                <td>{clock(found.start, STEP)}</td>
                <td>{clock(found.end, STEP)}</td>
                <td>{seconds(found.end - found.start)}</td>
                <td>{percent(found.peak, 0)}</td>
                <td>{percent(found.mean, 0)}</td>
                <td>
                  <button
                    type="button"
                    className={controls.icon}
                    onClick={() => onPlay(found)}
                    aria-label={`Play ${found.label} at ${clock(found.start, STEP)}`}
                  >
                    <Play size={15} aria-hidden />
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pager page={page} size={PAGE} count={detections.length} onPage={setPage} what="Detections" />
    </>
  );
}
