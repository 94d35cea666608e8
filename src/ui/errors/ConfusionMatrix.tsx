import { useMemo } from 'react';
import { chartFiles } from '../chart/exportChart';
import { SaveLinks } from '../chart/SaveLinks';
import { Heading } from '../common/Heading';
import { FileName } from '../common/FileName';
import controls from '../common/controls.module.css';
import { plural } from '../format';
import type { Prediction } from '../../worker/protocol';
import { confusionCells, confusionCsv, mistakes, type ConfusionCell } from './confusion';
import styles from './Confusion.module.css';
import { confusionDrawing } from './confusionDrawing';
import results from './Results.module.css';

const TITLE = 'Confusion matrix';
/** A table of more classes than this is unreadable; its mistakes are listed alone. */
const MOST_CLASSES = 35;
const LISTED = 12;
const LISTED_BESIDE = 6;

interface ConfusionMatrixProps {
  readonly predictions: readonly Prediction[];
  readonly names: readonly string[];
  /** The cell whose clips are shown; null for none. */
  readonly open: ConfusionCell | null;
  readonly onOpen: (cell: ConfusionCell) => void;
}

/** What the clips of a part are against what the model said, and its commonest mistakes; each opens its clips. */
export function ConfusionMatrix({ predictions, names, open, onOpen }: ConfusionMatrixProps) {
  const cells = useMemo(() => confusionCells(predictions, names.length), [predictions, names]);
  const hasMatrix = names.length <= MOST_CLASSES;
  const commonest = useMemo(() => mistakes(cells).slice(0, hasMatrix ? LISTED_BESIDE : LISTED), [cells, hasMatrix]);
  const keyOf = (cell: ConfusionCell) => cell.label * names.length + cell.answer;
  const openKey = (key: number) => {
    const cell = cells.get(key);
    if (cell) onOpen(cell);
  };
  const files = chartFiles(
    () => confusionCsv(cells, names),
    () => confusionDrawing(cells, names),
  );
  return (
    <div className={controls.stack}>
      <div className={results.head}>
        <Heading term="confusion">{TITLE}</Heading>
        <SaveLinks title={TITLE} files={files} />
      </div>
      <div className={hasMatrix ? styles.both : undefined}>
        {hasMatrix ? <Matrix names={names} cells={cells} open={open && keyOf(open)} onOpen={openKey} /> : null}
        {commonest.length > 0 ? (
          <div className={styles.commonest}>
            <h4>Commonest mistakes</h4>
            <ul className={styles.mistakes}>
              {commonest.map((cell) => (
                <li key={keyOf(cell)}>
                  <button
                    type="button"
                    className={controls.chip}
                    aria-pressed={open !== null && keyOf(open) === keyOf(cell)}
                    onClick={() => onOpen(cell)}
                  >
                    <span>
                      <bdi>{names[cell.label]}</bdi> taken for <bdi>{names[cell.answer]}</bdi>:{' '}
                      {plural(cell.clips.length, 'clip')}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </div>
        ) : null}
      </div>
    </div>
  );
}

interface MatrixProps {
  readonly names: readonly string[];
  readonly cells: ReadonlyMap<number, ConfusionCell>;
  readonly open: number | null;
  readonly onOpen: (key: number) => void;
}

function Matrix({ names, cells, open, onOpen }: MatrixProps) {
  const inRow = names.map((_, label) =>
    names.reduce((sum, _name, answer) => sum + (cells.get(label * names.length + answer)?.clips.length ?? 0), 0),
  );
  return (
    // The box scrolls, so a keyboard must be able to reach it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.box} role="region" aria-label="Confusion matrix" tabIndex={0}>
      <table className={styles.matrix} style={{ '--classes': names.length } as React.CSSProperties}>
        <thead>
          <tr>
            <th scope="col">Clips are</th>
            {names.map((name) => (
              <th key={name} scope="col" className={styles.answer}>
                <FileName name={name} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name, label) => (
            <tr key={name}>
              <th scope="row">
                <FileName name={name} />
              </th>
              {names.map((answerName, answer) => {
                const key = label * names.length + answer;
                const clips = cells.get(key)?.clips.length ?? 0;
                const share = clips / Math.max(1, inRow[label] ?? 1);
                return (
                  <td
                    key={answerName}
                    style={{ '--share': share } as React.CSSProperties}
                    data-right={label === answer ? '' : undefined}
                  >
                    {clips > 0 ? (
                      <button
                        type="button"
                        onClick={() => onOpen(key)}
                        aria-expanded={open === key}
                        aria-label={`${plural(clips, 'clip')} of ${name}, said to be ${answerName}`}
                      >
                        {clips}
                      </button>
                    ) : null}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
