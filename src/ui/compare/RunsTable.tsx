import { ArrowDown, ArrowUp, Pin } from 'lucide-react';
import { useMemo, useState } from 'react';
import {
  Cell,
  Checkbox,
  Column,
  Row,
  Table,
  TableBody,
  TableHeader,
  type Selection,
  type SortDescriptor,
} from 'react-aria-components';
import type { KeptRun } from '../../runs/state';
import { RUN_TITLES } from '../run/runPhase';
import styles from './Compare.module.css';
import { sortedRuns, type RunColumn } from './runColumns';
import { runTone } from './runTone';

interface RunsTableProps {
  readonly runs: readonly KeptRun[];
  readonly columns: readonly RunColumn[];
  readonly baseline: KeptRun | null;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (ids: ReadonlySet<string>) => void;
}

/** React Aria's components take no missing class. */
const css = (name: string): string => styles[name] ?? '';

const NAME: Pick<RunColumn, 'cell'> = { cell: ({ name }) => ({ value: name, text: name, delta: null }) };

/** Runs as rows: sorted by any column, chosen by their boxes. */
export function RunsTable({ runs, columns, baseline, selected, onSelect }: RunsTableProps) {
  const [sort, setSort] = useState<SortDescriptor>({ column: 'when', direction: 'descending' });
  const rows = useMemo(() => {
    const column = sort.column === 'name' ? NAME : columns.find(({ id }) => id === sort.column);
    return column ? sortedRuns(runs, column, sort.direction) : runs.toReversed();
  }, [runs, columns, sort]);
  const select = (keys: Selection) =>
    onSelect(keys === 'all' ? new Set(runs.map(({ id }) => id)) : new Set([...keys].map(String)));
  return (
    <div className={css('box')}>
      <Table
        aria-label="Runs"
        className={css('table')}
        selectionMode="multiple"
        selectedKeys={selected}
        onSelectionChange={select}
        sortDescriptor={sort}
        onSortChange={setSort}
      >
        <TableHeader>
          <Column className={css('boxCell')}>
            <SelectBox />
          </Column>
          <HeadCell id="name" title="Name" isNumber={false} isRowHeader />
          {columns.map(({ id, title, isNumber }) => (
            <HeadCell key={id} id={id} title={title} isNumber={isNumber} />
          ))}
        </TableHeader>
        <TableBody>
          {rows.map((run) => (
            <Row key={run.id} id={run.id} className={css('row')} textValue={run.name}>
              <Cell className={css('boxCell')}>
                <SelectBox />
              </Cell>
              <Cell className={css('name')}>
                <RunName run={run} isBaseline={run.id === baseline?.id} />
              </Cell>
              {columns.map((column) => {
                const { text, delta } = column.cell(run, baseline);
                return (
                  <Cell key={column.id} className={css(column.isNumber ? 'number' : 'cell')}>
                    <bdi>{text}</bdi>
                    {delta === null ? null : <span className={css('delta')}>{delta}</span>}
                  </Cell>
                );
              })}
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function SelectBox() {
  return (
    <Checkbox slot="selection" className={css('select')}>
      <span className={css('selectMark')} aria-hidden />
    </Checkbox>
  );
}

interface HeadCellProps {
  readonly id: string;
  readonly title: string;
  readonly isNumber: boolean;
  readonly isRowHeader?: boolean;
}

function HeadCell({ id, title, isNumber, isRowHeader = false }: HeadCellProps) {
  return (
    <Column id={id} allowsSorting isRowHeader={isRowHeader} className={css(isNumber ? 'headNumber' : 'head')}>
      {({ sortDirection }) => (
        <span className={css('headText')}>
          {title}
          {sortDirection === 'ascending' ? <ArrowUp size={13} aria-hidden /> : null}
          {sortDirection === 'descending' ? <ArrowDown size={13} aria-hidden /> : null}
        </span>
      )}
    </Column>
  );
}

function RunName({ run, isBaseline }: { readonly run: KeptRun; readonly isBaseline: boolean }) {
  const { colour, dash } = runTone(run.tone);
  const about = [
    run.status === 'finished' ? null : RUN_TITLES[run.status],
    run.origin === 'trained' ? null : run.origin,
    run.hasAdapter ? null : 'no adapter',
  ].filter((one) => one !== null);
  return (
    <span className={css('nameText')}>
      <svg width="18" height="8" aria-hidden className={css('line')} style={{ color: colour }}>
        <line x1="0" x2="18" y1="4" y2="4" strokeDasharray={dash ?? undefined} />
      </svg>
      <span>
        <bdi>{run.name}</bdi>
        {isBaseline ? (
          <span className={css('pinned')}>
            <Pin size={12} aria-hidden /> baseline
          </span>
        ) : null}
        {about.length > 0 ? <span className={css('about')}>{about.join(', ')}</span> : null}
      </span>
    </span>
  );
}
