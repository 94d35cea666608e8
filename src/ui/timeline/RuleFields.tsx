import controls from '../common/controls.module.css';
import fields from '../common/Field.module.css';
import { FileName } from '../common/FileName';
import { NumberField } from '../common/NumberField';
import table from '../common/Table.module.css';
import { useApp, useSession } from '../sessionContext';
import styles from './Timeline.module.css';

/** Thresholds below this make everything a detection. */
const LEAST = 0.01;

/** When a score is a detection: one threshold for all, or one for each class, and how long and how far apart. */
export function RuleFields() {
  const session = useSession();
  const { labels, rule } = useApp((state) => state.timeline);
  const { thresholds, minSeconds, gapSeconds } = rule;
  const set = thresholds.filter((each) => each !== null);
  const common = set.every((each) => each === set[0]) ? (set[0] ?? 0.5) : null;
  const isFine = (value: number) => value >= LEAST && value <= 1;
  const change = (c: number, value: number | null) =>
    session.setDetectionRule({ thresholds: thresholds.map((each, i) => (i === c ? value : each)) });
  return (
    <>
      <div className={fields.grid}>
        <NumberField
          label="Threshold"
          term="detection"
          value={common ?? 0.5}
          hint={common === null ? 'Differs by class: sets them all.' : undefined}
          min={LEAST}
          max={1}
          step={0.05}
          onChange={(value) => {
            if (isFine(value)) session.setDetectionRule({ thresholds: thresholds.map((each) => each && value) });
          }}
        />
        <NumberField
          label="Shortest, s"
          value={minSeconds}
          min={0}
          step={0.1}
          onChange={(value) => value >= 0 && session.setDetectionRule({ minSeconds: value })}
        />
        <NumberField
          label="Longest gap, s"
          value={gapSeconds}
          min={0}
          step={0.1}
          onChange={(value) => value >= 0 && session.setDetectionRule({ gapSeconds: value })}
        />
      </div>
      <details>
        <summary>By class</summary>
        {/* The box scrolls, so a keyboard must be able to reach it. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <div className={styles.rows} tabIndex={0} role="region" aria-label="Thresholds by class">
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">Class</th>
                <th scope="col">Looked for</th>
                <th scope="col">Threshold</th>
              </tr>
            </thead>
            <tbody>
              {labels.map((label, c) => (
                <tr key={label}>
                  <th scope="row">
                    <FileName name={label} />
                  </th>
                  <td>
                    <input
                      type="checkbox"
                      aria-label={`Look for ${label}`}
                      checked={thresholds[c] !== null}
                      onChange={(event) => change(c, event.target.checked ? (common ?? 0.5) : null)}
                    />
                  </td>
                  <td className={styles.number}>
                    <input
                      type="number"
                      aria-label={`Threshold of ${label}`}
                      min={LEAST}
                      max={1}
                      step={0.05}
                      value={thresholds[c] ?? ''}
                      disabled={thresholds[c] === null}
                      onChange={({ target }) => isFine(target.valueAsNumber) && change(c, target.valueAsNumber)}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p className={controls.quiet}>
          With cross entropy some class always scores highest: leave out one that stands for silence or “other”.
        </p>
      </details>
    </>
  );
}
