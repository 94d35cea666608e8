import { Gauge } from 'lucide-react';
import { useState } from 'react';
import { CONFIGURATIONS, type ConfigurationName } from '../../bench/configurations';
import controls from '../common/controls.module.css';
import { NumberField } from '../common/NumberField';
import { ProblemNote } from '../common/ProblemNote';
import { ProgressLine } from '../common/ProgressLine';
import { RadioRow } from '../common/RadioRow';
import { BACKEND_TITLES } from '../header/backendChoices';
import { useApp } from '../sessionContext';
import styles from './Bench.module.css';
import { BenchTable } from './BenchTable';
import { useBench } from './useBench';
import { whyNotMeasure } from './whyNotMeasure';

/** The configurations that fit a page: DeiT-Base is for the command line. */
const OFFERED = ['nano', 'tiny'] as const satisfies readonly ConfigurationName[];
const MOST_STEPS = 200;

/** Ours against the plain composition of tfjs' own kernels, on what the page runs on. */
export function BenchPanel() {
  const obstacle = useApp(whyNotMeasure);
  const backend = useApp((state) => state.engine.backend);
  const [configuration, setConfiguration] = useState<(typeof OFFERED)[number]>('nano');
  const [steps, setSteps] = useState(5);
  const { isRunning, progress, report, problem, start, stop } = useBench(obstacle);
  const isWrong = !Number.isInteger(steps) || steps < 1 || steps > MOST_STEPS;
  return (
    <>
      <p className={controls.quiet}>
        Trains the same model on the same made-up batch twice, in turns: with this page’s kernels, and with those of
        TensorFlow.js alone. No sound of yours is used, and nothing is sent anywhere. Starting a run ends it.
      </p>
      <div className={styles.settings}>
        <RadioRow
          legend="Model"
          value={configuration}
          options={OFFERED.map((value) => ({ value, label: CONFIGURATIONS[value].title }))}
          onChange={setConfiguration}
          disabled={isRunning}
        />
        <NumberField
          label="Steps"
          value={steps}
          onChange={setSteps}
          min={1}
          max={MOST_STEPS}
          disabled={isRunning}
          error={isWrong ? `A whole number from 1 to ${MOST_STEPS}.` : undefined}
        />
      </div>
      <div className={controls.row}>
        <button
          type="button"
          className={controls.button}
          disabled={isRunning || obstacle !== null || isWrong || !backend}
          aria-describedby="bench-obstacle"
          data-testid="bench-start"
          onClick={() => {
            if (backend) start(backend.name, configuration, steps);
          }}
        >
          <Gauge size={16} aria-hidden /> Measure
        </button>
        <span id="bench-obstacle" className={controls.quiet}>
          {obstacle ?? (backend ? `On ${BACKEND_TITLES[backend.name]}, ${backend.device}` : '')}
        </span>
      </div>
      {isRunning ? <ProgressLine progress={progress} waiting="Starting" onCancel={stop} /> : null}
      {problem ? <ProblemNote problem={problem} /> : null}
      {report ? <BenchTable report={report} /> : null}
    </>
  );
}
