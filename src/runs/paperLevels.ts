import { paperDataOf, PAPER_DATA } from '../sweep/paperData';
import { PAPER_TABLES } from '../sweep/paperTables';
import { valueOf } from '../sweep/tables';
import { PLACEMENTS } from '../model/adapters';
import type { RunEntry } from './record';

/** A row of the paper's Table 2 as a number to compare with: shares in [0, 1]. */
export interface PaperLevel {
  readonly id: string;
  readonly title: string;
  readonly top1: number | null;
  readonly mAP: number | null;
}

const ROWS = PAPER_TABLES.table2.rows;

/** What the paper reports for a data set of this layout, row by row of its Table 2; none where it is not one of the paper's. */
export function paperLevels(layout: string): readonly PaperLevel[] {
  const kind = paperDataOf(layout);
  if (kind === null) return [];
  return ROWS.flatMap(({ id, title, cells: [cell] }) => {
    if (!cell) return [];
    const share = (metric: 'top1' | 'mAP') => {
      const column = PAPER_DATA[kind].columns.find((one) => one.metric === metric);
      const value = column ? valueOf(cell.values, column) : null;
      return value === null || !column ? null : column.unit === '%' ? value / 100 : value;
    };
    return [{ id, title, top1: share('top1'), mAP: share('mAP') }];
  });
}

/** The row of Table 2 that trains what a run trains, budgets aside: the larger one where there are two. Null for none. */
export function paperRowOf({ config }: Pick<RunEntry, 'config'>): string | null {
  const same = ROWS.filter(({ cells: [cell] }) => {
    if (cell?.setting.method !== config.method || cell.setting.backbone !== 'images') return false;
    if (config.method !== 'loaa') return true;
    return PLACEMENTS.every((place) => cell.setting.plan[place]?.kernel === config.adapters[place]?.kernel);
  });
  return same.at(-1)?.id ?? null;
}
