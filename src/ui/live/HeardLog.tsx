import { Trash2 } from 'lucide-react';
import controls from '../common/controls.module.css';
import { FileName } from '../common/FileName';
import { Heading } from '../common/Heading';
import table from '../common/Table.module.css';
import { percent, seconds } from '../format';
import { useApp, useSession } from '../sessionContext';
import styles from './Live.module.css';

const CLOCK = new Intl.DateTimeFormat('en', { timeStyle: 'medium', hourCycle: 'h23' });

/** What was heard and is over, newest first. */
export function HeardLog() {
  const session = useSession();
  const log = useApp((state) => state.live.log);
  if (log.length === 0) return null;
  return (
    <div className={styles.log}>
      <div className={controls.row}>
        <Heading>Heard</Heading>
        <button type="button" className={controls.chip} onClick={() => session.clearHeard()}>
          <Trash2 size={14} aria-hidden /> Clear
        </button>
      </div>
      {/* The box scrolls, so a keyboard must be able to reach it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.rows} tabIndex={0} role="region" aria-label="What was heard">
        <table className={table.table} data-testid="heard-log">
          <thead>
            <tr>
              <th scope="col">At</th>
              <th scope="col">Class</th>
              <th scope="col">For</th>
              <th scope="col">Peak</th>
            </tr>
          </thead>
          <tbody>
            {log.map(({ id, at, label, peak, ...entry }) => (
              <tr key={id}>
                <td>{CLOCK.format(at)}</td>
                <th scope="row">
                  <FileName name={label} />
                </th>
                <td>{seconds(entry.seconds)}</td>
                <td>{percent(peak, 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
