import { useMemo } from 'react';
import type { Split } from '../../dataset/types';
import type { Judged } from '../../store/state';
import { meanOfPresent } from '../../metrics/averagePrecision';
import { Figure, Figures } from '../common/Figure';
import { Term } from '../common/Term';
import { percent, share } from '../format';
import type { PartPredictions } from '../../worker/protocol';
import { partBaseline } from './partBaseline';
import type { PartScores } from './partScores';

interface ResultFiguresProps {
  readonly part: PartPredictions;
  readonly dataset: Judged['dataset'];
  readonly split: Split;
  readonly scores: PartScores;
}

/** The measures of the whole part, each beside what it is to be compared with. */
export function ResultFigures({ part, dataset, split, scores }: ResultFiguresProps) {
  const baseline = useMemo(() => partBaseline(part, dataset, split), [part, dataset, split]);
  const met = scores.perClass.filter(({ support }) => support > 0).length;
  const all = dataset.classes.length;
  return (
    <Figures>
      <Figure
        name="Top-1"
        term="top1"
        value={share(scores.top1)}
        testId="result-top1"
        note={
          baseline ? (
            <>
              always <bdi>{baseline.className}</bdi>: {percent(baseline.accuracy)} <Term name="majority" />
            </>
          ) : null
        }
      />
      {scores.top5 === null ? null : (
        <Figure
          name="Top-5"
          term="top5"
          value={share(scores.top5)}
          testId="result-top5"
          note={`guessing: ${percent(5 / all)}`}
        />
      )}
      <Figure
        name="mAP"
        term="mAP"
        value={share(scores.mAP)}
        testId="result-map"
        note={met === all ? `over ${all} classes` : `over the ${met} of ${all} classes with clips here`}
      />
      <Figure
        name="F1, macro"
        term="f1"
        value={share(meanOfPresent(scores.perClass.map(({ f1 }) => f1)))}
        note={dataset.multiLabel ? 'at a score of 0.5' : 'of the best answers'}
      />
    </Figures>
  );
}
