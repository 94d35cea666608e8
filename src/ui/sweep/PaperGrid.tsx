import { Plus } from 'lucide-react';
import { Fragment } from 'react';
import { differenceText, paperCount, spreadText, unitText } from '../../sweep/numbers';
import type { PaperCell, PaperTable } from '../../sweep/paperTables';
import type { FilledCell, FilledTable, FilledValue, Mark } from '../../sweep/tables';
import controls from '../common/controls.module.css';
import styles from './Sweep.module.css';

interface PaperGridProps {
  readonly table: PaperTable;
  readonly filled: FilledTable;
  readonly onQueue: (cells: readonly PaperCell[]) => void;
  readonly isQueueable: (cells: readonly PaperCell[]) => boolean;
  /** What a cell trains on the loaded backbone, as the paper prints it; null where that is not the cell's. */
  readonly countOf: (cell: PaperCell) => string | null;
}

/** A table in the paper's shape: each cell with the paper's number, ours, and the difference. */
export function PaperGrid({ table, filled, onQueue, isQueueable, countOf }: PaperGridProps) {
  const isSingle = table.columns.length === 1;
  const groups = [...new Set(table.rows.map(({ group }) => group))];
  const cellsOf = (i: number) => table.rows.flatMap(({ cells }) => cells[i] ?? []);
  const width = 2 + table.factTitles.length + (isSingle ? 1 + filled.columns.length : table.columns.length);
  const button = (what: string, cells: readonly PaperCell[]) => (
    <button
      type="button"
      className={styles.add}
      disabled={!isQueueable(cells)}
      onClick={() => onQueue(cells)}
      aria-label={`Queue ${what}`}
    >
      <Plus size={14} aria-hidden />
    </button>
  );
  return (
    // The box scrolls, so a keyboard must be able to reach it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.box} role="region" aria-label={table.title} tabIndex={0}>
      <table className={styles.table}>
        <caption className={controls.hidden}>{table.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{table.corner}</th>
            <td />
            {table.factTitles.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
            {isSingle ? <th scope="col"># Param, ours</th> : null}
            {isSingle
              ? filled.columns.map(({ title }) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))
              : table.columns.map((title, i) => (
                  <th key={title} scope="col">
                    {title} {button(`the column ${title}`, cellsOf(i))}
                  </th>
                ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <Fragment key={group}>
              {group === '' ? null : (
                <tr>
                  <th scope="rowgroup" colSpan={width} className={styles.groupName}>
                    {group}
                  </th>
                </tr>
              )}
              {filled.rows
                .filter(({ row }) => row.group === group)
                .map(({ row, cells }) => (
                  <tr key={row.id}>
                    <th scope="row">{row.title}</th>
                    <td>{button(`the row ${group} ${row.title}`, row.cells)}</td>
                    {row.facts.map((fact, i) => (
                      <td key={table.factTitles[i]}>{fact}</td>
                    ))}
                    {isSingle ? <td>{cells[0] ? countText(cells[0], countOf) : null}</td> : null}
                    {isSingle
                      ? cells.flatMap(({ cell, values }) =>
                          values.map((value) => (
                            <td key={`${cell.id} ${value.column.title}`}>
                              <Value value={value} />
                            </td>
                          )),
                        )
                      : cells.map((cell) => (
                          <td key={cell.cell.id}>
                            {cell.values.map((value) => (
                              <Value key={value.column.title} value={value} name={value.column.title} />
                            ))}
                            <span className={controls.quiet}>{countText(cell, countOf)}</span>
                          </td>
                        ))}
                  </tr>
                ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The parameters of the cell's runs, or those that it would have. */
function countText({ cell, runs }: FilledCell, countOf: PaperGridProps['countOf']): string {
  const [first] = runs;
  return first ? paperCount(first.result.trainable, first.result.total) : (countOf(cell) ?? '–');
}

/** The paper's number, ours, the difference: as far as they are there. `name` where several measures share a cell. */
function Value({ value, name }: { readonly value: FilledValue; readonly name?: string }) {
  const { column, paper, ours, difference, paperMark, oursMark } = value;
  if (paper === null && !ours) return name ? null : <span className={controls.quiet}>–</span>;
  return (
    <div className={styles.value}>
      {name ? <span className={controls.quiet}>{name}</span> : null}
      {paper === null ? null : (
        <span>
          <span className={controls.quiet}>paper</span> <Marked text={unitText(paper, column)} mark={paperMark} />
        </span>
      )}
      {ours ? (
        <span>
          <span className={controls.quiet}>ours</span> <Marked text={spreadText(ours, column)} mark={oursMark} />
        </span>
      ) : null}
      {difference === null ? null : <span>{differenceText(difference, column)}</span>}
    </div>
  );
}

function Marked({ text, mark }: { readonly text: string; readonly mark: Mark }) {
  if (mark === 'best') return <strong>{text}</strong>;
  return mark === 'second' ? <u>{text}</u> : <span>{text}</span>;
}
