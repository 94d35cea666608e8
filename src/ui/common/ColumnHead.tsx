import { ArrowDown, ArrowUp } from 'lucide-react';
import styles from './ColumnHead.module.css';

interface ColumnHeadProps<C extends string> {
  readonly column: C;
  readonly title: string;
  readonly order: { readonly column: C; readonly descending: boolean };
  readonly onSort: (column: C) => void;
  /** Whether the column holds numbers, which end at its end. */
  readonly isNumber?: boolean;
  readonly className?: string | undefined;
}

/** A column's name, which sorts by it; pressed again, the other way round. */
export function ColumnHead<C extends string>(props: ColumnHeadProps<C>) {
  const { column, title, order, onSort, isNumber = false, className } = props;
  const isSorted = order.column === column;
  const Arrow = order.descending ? ArrowDown : ArrowUp;
  const direction = order.descending ? 'descending' : 'ascending';
  return (
    <th
      scope="col"
      aria-sort={isSorted ? direction : undefined}
      className={[isNumber && styles.number, className].filter(Boolean).join(' ')}
    >
      <button type="button" className={styles.sort} onClick={() => onSort(column)}>
        {title}
        <Arrow size={12} aria-hidden data-shown={isSorted ? '' : undefined} />
      </button>
    </th>
  );
}
