import { Section } from '../common/Section';
import controls from '../common/controls.module.css';
import { useApp } from '../sessionContext';
import { ResultsPanel } from './ResultsPanel';

/** Step 5: where the trained model is wrong, class by class and clip by clip. */
export function ErrorsView() {
  const hasPredictions = useApp((state) => (state.run.predictions?.length ?? 0) > 0);
  return (
    <Section
      id="errors"
      step={5}
      title="Errors"
      lead="What the best epoch gets right and wrong, on clips it never trained on."
    >
      {hasPredictions ? (
        <ResultsPanel />
      ) : (
        <p className={controls.quiet}>
          When a run has ended, its classes, its confusions and the clips behind them are here; so are those of the
          example, and of any run that is opened under Compare.
        </p>
      )}
    </Section>
  );
}
