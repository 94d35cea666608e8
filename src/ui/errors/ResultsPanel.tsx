import { useMemo, useState } from 'react';
import { Heading } from '../common/Heading';
import { RadioRow } from '../common/RadioRow';
import controls from '../common/controls.module.css';
import { count, plural } from '../format';
import type { PartPredictions } from '../../worker/protocol';
import { ClassResults } from './ClassResults';
import { ConfusionMatrix } from './ConfusionMatrix';
import { scorePart } from './partScores';
import { ResultFigures } from './ResultFigures';
import { useResults } from './useResults';

const PART_TITLES = { validation: 'Validation', test: 'Test' } as const satisfies Record<
  PartPredictions['part'],
  string
>;

/** What came of the run: how well the best epoch does on each part that it did not train on, over all and class by class. */
export function ResultsPanel() {
  const results = useResults();
  const [wanted, setWanted] = useState<PartPredictions['part']>('validation');
  const chosen = results?.parts.find(({ part }) => part === wanted) ?? results?.parts[0];
  const dataset = results?.dataset;
  const scores = useMemo(
    () => (chosen && dataset ? scorePart(chosen, dataset.classes.length, dataset.multiLabel) : null),
    [chosen, dataset],
  );
  if (!results || !chosen || !dataset || !scores) return null;
  return (
    <div className={controls.stack}>
      <Heading>Results</Heading>
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
      <ClassResults part={chosen.part} dataset={dataset} scores={scores} />
      {dataset.multiLabel ? null : (
        <ConfusionMatrix key={chosen.part} predictions={chosen.predictions} names={dataset.classes} />
      )}
    </div>
  );
}
