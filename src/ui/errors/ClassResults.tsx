import { Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Judged } from '../../store/state';
import type { PartPredictions } from '../../worker/protocol';
import { ColumnHead } from '../common/ColumnHead';
import controls from '../common/controls.module.css';
import { download } from '../common/download';
import { FileName } from '../common/FileName';
import { Heading } from '../common/Heading';
import { Pager, pageOf } from '../common/Pager';
import { SearchField } from '../common/SearchField';
import { Term } from '../common/Term';
import { count, share } from '../format';
import {
  findResults,
  MEASURE_NAMES,
  MEASURES,
  meanResult,
  nextOrder,
  resultsCsv,
  sortResults,
  type ColumnName,
  type MeasureName,
  type Order,
} from './classResults';
import type { ClassScore, PartScores } from './partScores';
import styles from './Results.module.css';

const PAGE = 25;

const AS_GIVEN: Order = { column: 'name', descending: false };

interface ClassResultsProps {
  readonly part: PartPredictions['part'];
  readonly dataset: Judged['dataset'];
  readonly scores: PartScores;
}

/** Every class with its measures: to sort, to search, to take home. */
export function ClassResults({ part, dataset, scores }: ClassResultsProps) {
  const [order, setOrder] = useState(AS_GIVEN);
  const [query, setQuery] = useState('');
  const [page, setPage] = useState(0);
  const rows = useMemo(
    () => scores.perClass.map((own, c) => ({ ...own, name: dataset.classes[c] ?? '' })),
    [scores, dataset],
  );
  const shown = useMemo(() => sortResults(findResults(rows, query), order), [rows, query, order]);
  const mean = useMemo(() => meanResult(rows), [rows]);
  const sortBy = (column: ColumnName) => {
    setOrder(nextOrder(order, column));
    setPage(0);
  };
  const save = () => download(new Blob([resultsCsv(part, rows)], { type: 'text/csv' }), `results-${part}.csv`);
  return (
    <div className={controls.stack}>
      <div className={styles.head}>
        <Heading>Class by class</Heading>
        <button type="button" className={controls.chip} onClick={save}>
          <Download size={14} aria-hidden /> Save the table (csv)
        </button>
      </div>
      <p className={styles.terms}>
        {MEASURE_NAMES.map((name) => (
          <span key={name}>
            {MEASURES[name].title} <Term name={MEASURES[name].term} />
          </span>
        ))}
      </p>
      {rows.length > PAGE ? (
        <SearchField
          label="Find a class"
          hint={`${count(shown.length)} of ${count(rows.length)} classes`}
          value={query}
          onChange={(text) => {
            setQuery(text);
            setPage(0);
          }}
        />
      ) : null}
      {/* The box scrolls, so a keyboard must be able to reach it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.box} role="region" aria-label="Results class by class" tabIndex={0}>
        <table className={styles.table} data-testid="class-results">
          <thead>
            <tr>
              <ColumnHead column="name" title="Class" order={order} onSort={sortBy} />
              {MEASURE_NAMES.map((name) => (
                <ColumnHead
                  key={name}
                  column={name}
                  title={MEASURES[name].title}
                  order={order}
                  onSort={sortBy}
                  isNumber
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {pageOf(shown, page, PAGE).map((row) => (
              <tr key={row.name}>
                <th scope="row">
                  <FileName name={row.name} />
                </th>
                {MEASURE_NAMES.map((name) => (
                  <MeasureCell key={name} measure={name} own={row} />
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" title="Over the classes that have a value; clips are added up">
                Mean
              </th>
              {MEASURE_NAMES.map((name) => (
                <MeasureCell key={name} measure={name} own={mean} />
              ))}
            </tr>
          </tfoot>
        </table>
      </div>
      <Pager page={page} size={PAGE} count={shown.length} onPage={setPage} what="Classes" />
    </div>
  );
}

/** A measure; where it has no value a dash, with the reason for those who point at it and for those who listen. */
function MeasureCell({ measure, own }: { readonly measure: MeasureName; readonly own: ClassScore }) {
  const value = own[measure];
  if (measure === 'support') return <td>{count(value)}</td>;
  if (!Number.isNaN(value)) return <td>{share(value)}</td>;
  const reason = MEASURES[measure].why(own);
  return (
    <td title={reason}>
      <span aria-hidden>–</span>
      <span className={controls.hidden}>{reason}</span>
    </td>
  );
}
