import { useMemo, useState } from 'react';
import { problemOf } from '../../core/problem';
import { AXES, AXIS_NAMES, listOf, type AxisName } from '../../sweep/axes';
import { gridRuns, gridSize, MOST_RUNS, type GridChoice } from '../../sweep/plan';
import { PAPER_RATES } from '../../sweep/rateChoice';
import { rateText } from '../../sweep/setting';
import controls from '../common/controls.module.css';
import { ProblemNote } from '../common/ProblemNote';
import { Term } from '../common/Term';
import { count, plural } from '../format';
import { useSession } from '../sessionContext';
import { AxisField } from './AxisField';
import styles from './Sweep.module.css';
import { useDraft } from './useDraft';

/** What an axis starts with when it is added, where there is a usual choice. */
const USUAL: Readonly<Partial<Record<AxisName, string>>> = {
  seed: '1, 2, 3',
  learningRate: PAPER_RATES.map(rateText).join(', '),
};

/** A grid over the page's settings: axes with their values, and how many runs they make. */
export function GridForm() {
  const session = useSession();
  const loaded = useDraft();
  /** What was typed or ticked, by axis, in the order of adding. */
  const [axes, setAxes] = useState<Readonly<Partial<Record<AxisName, string>>>>({ seed: '1, 2, 3' });
  const [byValidation, setByValidation] = useState(false);
  const choice = useMemo((): GridChoice => {
    const entries = Object.entries(axes) as [AxisName, string][];
    return Object.fromEntries(entries.map(([name, text]) => [name, valuesOf(name, text)]));
  }, [axes]);
  const size = gridSize(choice);
  const planned = useMemo(() => {
    if (!loaded || size > MOST_RUNS) return null;
    try {
      return { runs: gridRuns(choice, loaded.draft, loaded.context, byValidation), problem: null };
    } catch (error) {
      return { runs: [], problem: problemOf(error, 'The grid') };
    }
  }, [loaded, choice, byValidation, size]);

  const set = (name: AxisName, text: string) => setAxes({ ...axes, [name]: text });
  const drop = (name: AxisName) => {
    const { [name]: _, ...rest } = axes;
    setAxes(rest);
  };
  const used = AXIS_NAMES.filter((name) => axes[name] !== undefined);
  const free = AXIS_NAMES.filter(
    (name) => axes[name] === undefined && (name !== 'fold' || (loaded?.context.folds.length ?? 0) > 0),
  );
  const rates = choice.learningRate?.length ?? 0;
  const runs = planned?.runs ?? [];
  return (
    <div className={styles.form} role="group" aria-label="Add runs">
      <p className={controls.quiet}>
        Everything is as set in steps 1 to 3, but for the axes below: every combination of their values becomes a run.
      </p>
      {used.map((name) => (
        <AxisField
          key={name}
          axis={AXES[name]}
          context={loaded?.context ?? null}
          value={axes[name] ?? ''}
          onChange={(text) => set(name, text)}
          onRemove={() => drop(name)}
        />
      ))}
      {rates > 1 ? (
        <span className={controls.row}>
          <label className={styles.tick}>
            <input type="checkbox" checked={byValidation} onChange={(event) => setByValidation(event.target.checked)} />
            Choose the learning rate by validation
          </label>
          <Term name="byValidation" />
        </span>
      ) : null}
      <div className={controls.row}>
        <label className={styles.adder}>
          <span>Add an axis</span>
          <select
            value=""
            onChange={(event) => {
              const name = free.find((one) => one === event.target.value);
              if (name) set(name, USUAL[name] ?? '');
            }}
          >
            <option value="">Choose</option>
            {free.map((name) => (
              <option key={name} value={name}>
                {AXES[name].title}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          className={controls.button}
          disabled={runs.length === 0}
          onClick={() => session.addRuns(runs)}
          data-testid="add-runs"
        >
          Add {plural(runs.length, 'run')}
        </button>
      </div>
      {loaded ? null : <p className={controls.quiet}>Load sounds and a backbone first (steps 1 and 2).</p>}
      {size > MOST_RUNS ? (
        <p className={controls.quiet} role="alert">
          {count(size)} runs are more than the {count(MOST_RUNS)} that a queue takes at once.
        </p>
      ) : null}
      {planned?.problem ? <ProblemNote problem={planned.problem} /> : null}
    </div>
  );
}

/** Ticked options are kept apart by spaces, since an option may have a comma of its own. */
function valuesOf(name: AxisName, text: string): readonly string[] {
  return AXES[name].options ? text.split(' ').filter((value) => value !== '') : listOf(text);
}
