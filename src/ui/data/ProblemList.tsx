import { Download } from 'lucide-react';
import { useState } from 'react';
import controls from '../common/controls.module.css';
import { download } from '../common/download';
import { FileName } from '../common/FileName';
import { Pager, pageOf } from '../common/Pager';
import { plural } from '../format';
import { useApp } from '../sessionContext';
import { problemCsv } from './problemCsv';
import styles from './ProblemList.module.css';

const PAGE = 25;

function headline(errors: number, warnings: number): string {
  const used = `${plural(warnings, 'warning')} about files that are used`;
  if (errors === 0) return used;
  const unused = `${plural(errors, 'file was', 'files were')} not used`;
  return warnings === 0 ? unused : `${unused}; ${used}`;
}

/** Every file that could not be used, with its cause and cure; paged, so that thousands cost nothing. */
export function ProblemList() {
  const problems = useApp((state) => state.data.problems);
  const [page, setPage] = useState(0);
  const [isOpen, setIsOpen] = useState(false);
  if (problems.length === 0) return null;
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const save = () => download(new Blob([problemCsv(problems)], { type: 'text/csv' }), 'files-not-used.csv');
  return (
    <details className={styles.list} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{headline(errors, problems.length - errors)}</summary>
      {isOpen ? (
        <div className={styles.body}>
          <button type="button" className={controls.chip} onClick={save}>
            <Download size={14} aria-hidden /> Save the list (csv)
          </button>
          {/* The list scrolls, so a keyboard must be able to reach it. */}
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <ul className={styles.items} tabIndex={0} aria-label="Files and reasons">
            {pageOf(problems, page, PAGE).map((problem, i) => (
              <li key={`${page}-${i}`} data-severity={problem.severity}>
                <p className={styles.subject}>
                  <FileName name={problem.subject} />
                </p>
                <p>
                  {problem.cause} {problem.cure}
                </p>
              </li>
            ))}
          </ul>
          <Pager page={page} size={PAGE} count={problems.length} onPage={setPage} what="Files not used" />
        </div>
      ) : null}
    </details>
  );
}
