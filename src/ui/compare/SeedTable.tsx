import { seedGroups } from '../../runs/compare';
import type { KeptRun } from '../../runs/state';
import type { Spread } from '../../sweep/statistics';
import { Heading } from '../common/Heading';
import table from '../common/Table.module.css';
import { percent, significant } from '../format';
import styles from './Compare.module.css';

const spread = (of: Spread | null, write: (value: number) => string) =>
  of ? `${write(of.mean)}${of.deviation === null ? '' : ` ± ${write(of.deviation)}`} (n ${of.count})` : '–';
const loss = (value: number) => significant(value, 3);

/** Runs that differ in their seeds alone, as mean and deviation; nothing where there are none. */
export function SeedTable({ runs }: { readonly runs: readonly KeptRun[] }) {
  const groups = seedGroups(runs).filter((group) => group.runs.length > 1);
  if (groups.length === 0) return null;
  return (
    <section aria-label="Over seeds">
      <Heading term="deviation">Over seeds</Heading>
      {/* The box scrolls, so a keyboard must be able to reach it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.box} role="region" aria-label="Mean and deviation over seeds" tabIndex={0}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Runs</th>
              <th scope="col">Seeds</th>
              <th scope="col">Top-1</th>
              <th scope="col">mAP</th>
              <th scope="col">Loss</th>
            </tr>
          </thead>
          <tbody>
            {groups.map(({ key, runs: [first], seeds, top1, mAP, loss: lost }) => (
              <tr key={key}>
                <th scope="row">
                  <bdi>{first?.name}</bdi>
                </th>
                <td>{seeds.join(', ')}</td>
                <td>{spread(top1, percent)}</td>
                <td>{spread(mAP, percent)}</td>
                <td>{spread(lost, loss)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
