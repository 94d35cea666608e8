import { Copy } from 'lucide-react';
import { useState } from 'react';
import { CONFIGURATIONS } from '../../bench/configurations';
import { CONTESTANTS } from '../../bench/protocol';
import { comparisonLines, contestantsOf, kernelLines, reportCsv, reportRows, reportText } from '../../bench/reportText';
import type { BenchReport } from '../../bench/summary';
import controls from '../common/controls.module.css';
import { SaveLinks } from '../chart/SaveLinks';
import table from '../common/Table.module.css';
import { percent } from '../format';
import { BACKEND_TITLES } from '../header/backendChoices';
import styles from './Bench.module.css';

/** Where it was measured, for the copied text. */
const notes = () => [
  `Browser: ${navigator.userAgent}`,
  `Processor threads: ${navigator.hardwareConcurrency}; ${new Date().toISOString().slice(0, 10)}`,
];

/** What was measured: a column for each contestant, ours over the other in words, the kernels, and all of it as text. */
export function BenchTable({ report }: { readonly report: BenchReport }) {
  const contestants = contestantsOf(report);
  const device = contestants[0]?.[1].device ?? '';
  const kernels = kernelLines(report);
  return (
    <div className={controls.stack} data-testid="bench-report">
      <p role="status">{verdict(report)}</p>
      {comparisonLines(report).map((line) => (
        <p key={line} className={controls.quiet}>
          {line}
        </p>
      ))}
      <div className={table.box}>
        <table className={`${table.table} ${styles.table}`}>
          <caption>
            {CONFIGURATIONS[report.configuration].title}, {BACKEND_TITLES[report.backend]} ({device}), median of{' '}
            {report.steps} {report.steps === 1 ? 'step' : 'steps'}
          </caption>
          <thead>
            <tr>
              <th scope="col">Measure</th>
              {contestants.map(([name]) => (
                <th key={name} scope="col">
                  {CONTESTANTS[name].title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {reportRows(report).map(({ title, values }) => (
              <tr key={title}>
                <th scope="row">{title}</th>
                {contestants.map(([name], i) => (
                  <td key={name}>{values[i]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {kernels.length > 0 ? (
        <details className={styles.kernels}>
          <summary>GPU time by kernel</summary>
          {kernels.map((line) => (
            <p key={line}>{line}</p>
          ))}
          <p>Browsers may round these times to 0.1 ms a dispatch.</p>
        </details>
      ) : null}
      <div className={controls.row}>
        <CopyText text={() => reportText(report, notes())} />
        <SaveLinks title="Benchmark" files={{ csv: async () => new Blob([reportCsv(report)], { type: 'text/csv' }) }} />
      </div>
    </div>
  );
}

/** The one sentence that most people want. */
function verdict({ against }: BenchReport): string {
  const { step = null, sameWork = false } = against.plain ?? {};
  if (step === null) return 'Measured.';
  if (!sameWork) return 'The two did not do the same work, so their times cannot be compared. Please report it.';
  return `A training step takes ${percent(step)} of the time that TensorFlow.js alone needs for it.`;
}

/** Copies a text; where the browser does not let it, shows it for copying by hand. */
function CopyText({ text }: { readonly text: () => string }) {
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'refused'>('none');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setOutcome('copied');
    } catch {
      setOutcome('refused');
    }
  };
  return (
    <>
      <div className={controls.row}>
        <button type="button" className={controls.button} onClick={() => void copy()} data-testid="bench-copy">
          <Copy size={16} aria-hidden /> Copy as text
        </button>
        <span role="status" className={controls.quiet}>
          {outcome === 'copied'
            ? 'Copied.'
            : outcome === 'refused'
              ? 'The browser does not allow it: copy it here.'
              : ''}
        </span>
      </div>
      {outcome === 'refused' ? (
        <textarea className={styles.text} readOnly rows={12} value={text()} aria-label="The report as text" />
      ) : null}
    </>
  );
}
