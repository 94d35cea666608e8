import { useMemo, useState } from 'react';
import { entriesOf } from '../common/entries';
import { RadioRow } from '../common/RadioRow';
import controls from '../common/controls.module.css';
import { count, plural } from '../format';
import type { PartPredictions } from '../../worker/protocol';
import { ClassResults } from './ClassResults';
import type { ConfusionCell } from './confusion';
import { ConfusionMatrix } from './ConfusionMatrix';
import { JudgedClips } from './JudgedClips';
import { CLIP_LISTS, type JudgedChoice } from './judgedClips';
import { scorePart } from './partScores';
import { ResultFigures } from './ResultFigures';
import { TrainAgain } from './TrainAgain';
import styles from './Results.module.css';
import { useResults } from './useResults';

const PART_TITLES = { validation: 'Validation', test: 'Test' } as const satisfies Record<
  PartPredictions['part'],
  string
>;

const FIRST: JudgedChoice = { kind: 'list', list: 'confident' };
const LISTS = entriesOf(CLIP_LISTS).map(([value, { title }]) => ({ value, label: title }) as const);

/** What came of the run: how well the best epoch does on each part that it did not train on, over all and class by class. */
export function ResultsPanel() {
  const results = useResults();
  const [wanted, setWanted] = useState<PartPredictions['part']>('validation');
  const chosen = results?.parts.find(({ part }) => part === wanted) ?? results?.parts[0];
  const [held, setHeld] = useState<{ of: typeof chosen; choice: JudgedChoice }>({ of: chosen, choice: FIRST });
  // Of another part or another run, a cell has other clips.
  const choice = held.of === chosen ? held.choice : FIRST;
  const setChoice = (next: JudgedChoice) => setHeld({ of: chosen, choice: next });
  const dataset = results?.dataset;
  const scores = useMemo(
    () => (chosen && dataset ? scorePart(chosen, dataset.classes.length, dataset.multiLabel) : null),
    [chosen, dataset],
  );
  if (!results || !chosen || !dataset || !scores) return null;
  const openCell = (cell: ConfusionCell) => {
    setChoice({ kind: 'cell', cell });
    requestAnimationFrame(() => document.querySelector<HTMLElement>('#judged-clips [role="grid"]')?.focus());
  };
  return (
    <div className={controls.stack}>
      <TrainAgain />
      {results.parts.length > 1 ? (
        <RadioRow
          legend="Part"
          value={chosen.part}
          options={results.parts.map(({ part, predictions }) => ({
            value: part,
            label: `${PART_TITLES[part]} (${count(predictions.length)})`,
          }))}
          onChange={setWanted}
        />
      ) : (
        <p className={controls.quiet}>
          {PART_TITLES[chosen.part]} part, {plural(chosen.predictions.length, 'clip')}, at the best epoch.
        </p>
      )}
      <ResultFigures part={chosen} dataset={dataset} split={results.split} scores={scores} />
      <div className={`${controls.beside} ${styles.results}`}>
        <ClassResults part={chosen.part} dataset={dataset} scores={scores} />
        {dataset.multiLabel ? null : (
          <ConfusionMatrix
            predictions={chosen.predictions}
            names={dataset.classes}
            open={choice.kind === 'cell' ? choice.cell : null}
            onOpen={openCell}
          />
        )}
      </div>
      <RadioRow
        legend="Clips"
        value={choice.kind === 'list' ? choice.list : 'cell'}
        options={[...LISTS, ...(choice.kind === 'cell' ? [{ value: 'cell', label: 'Of the cell' } as const] : [])]}
        onChange={(list) => {
          if (list !== 'cell') setChoice({ kind: 'list', list });
        }}
      />
      <JudgedClips part={chosen} names={dataset.classes} choice={choice} />
    </div>
  );
}
