import { ChevronLeft, ChevronRight } from 'lucide-react';
import { count } from '../format';
import controls from './controls.module.css';

/** The items of one page, 0-based; the last page where there are fewer. */
export function pageOf<T>(items: readonly T[], page: number, size: number): readonly T[] {
  const last = Math.max(0, Math.ceil(items.length / size) - 1);
  const start = Math.min(page, last) * size;
  return items.slice(start, start + size);
}

interface PagerProps {
  readonly page: number;
  readonly size: number;
  readonly count: number;
  readonly onPage: (page: number) => void;
  /** What is paged through, for the buttons' names. */
  readonly what: string;
}

/** Back and forth through a long list; nothing where it fits on one page. */
export function Pager({ page, size, count: items, onPage, what }: PagerProps) {
  const last = Math.ceil(items / size) - 1;
  if (last < 1) return null;
  const at = Math.min(page, last);
  return (
    <nav className={controls.row} aria-label={what}>
      <button
        type="button"
        className={controls.icon}
        disabled={at === 0}
        onClick={() => onPage(at - 1)}
        aria-label="Page before"
      >
        <ChevronLeft size={16} aria-hidden />
      </button>
      <span>
        {count(at * size + 1)} to {count(Math.min(items, (at + 1) * size))} of {count(items)}
      </span>
      <button
        type="button"
        className={controls.icon}
        disabled={at === last}
        onClick={() => onPage(at + 1)}
        aria-label="Page after"
      >
        <ChevronRight size={16} aria-hidden />
      </button>
    </nav>
  );
}
