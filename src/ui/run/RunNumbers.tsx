import { Figure, Figures } from '../common/Figure';
import type { TermName } from '../glossary';
import { count, parameters, percent, seconds, significant } from '../format';
import { useApp } from '../sessionContext';
import { useBaseline } from './useBaseline';

interface RunFigure {
  readonly name: string;
  readonly term?: TermName;
  readonly value: string;
  readonly note: string;
  readonly testId?: string;
}

/** The numbers of the run: the best epoch's, the test part's where there is one, and what they are to be compared with. */
export function RunNumbers() {
  const run = useApp((state) => state.run);
  const baseline = useBaseline();
  const best = run.report?.best ?? run.epochs.find((point) => point.epoch === run.bestEpoch) ?? null;
  if (!best) return null;
  const test = run.report?.test ?? null;
  const last = run.epochs.at(-1);
  const figures: readonly RunFigure[] = [
    {
      name: 'Top-1, validation',
      term: 'top1',
      value: percent(best.top1),
      note: `best at epoch ${best.epoch}${baseline === null ? '' : `; guessing: ${percent(baseline)}`}`,
      testId: 'top1',
    },
    {
      testId: 'map-best',
      name: 'mAP, validation',
      term: 'mAP',
      value: percent(best.mAP),
      note: `at epoch ${best.epoch}`,
    },
    ...(test
      ? [
          {
            name: 'Test part',
            value: percent(test.top1),
            note: `mAP ${percent(test.mAP)}, loss ${significant(test.loss, 3)}`,
          },
        ]
      : []),
    ...(last
      ? [{ name: 'Loss, validation', value: significant(last.loss, 3), note: `after epoch ${last.epoch}` }]
      : []),
    ...(run.trainable !== null && run.total !== null
      ? [{ name: 'Trained', value: parameters(run.trainable), note: `of ${parameters(run.total)} parameters` }]
      : []),
    ...(run.report
      ? [{ name: 'Time', value: seconds(run.report.seconds), note: `${count(run.steps.at(-1)?.step ?? 0)} steps` }]
      : []),
  ];
  return (
    <Figures>
      {figures.map((figure) => (
        <Figure key={figure.name} {...figure} />
      ))}
    </Figures>
  );
}
