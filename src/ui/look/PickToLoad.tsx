import controls from '../common/controls.module.css';
import styles from './Look.module.css';

interface PickToLoadProps {
  readonly label: string;
  /** What the closed list says: it stays so, since a choice is an errand and not a state. */
  readonly prompt: string;
  readonly options: readonly (readonly [string, string])[];
  readonly disabled: boolean;
  readonly onPick: (value: string) => void;
}

/** A list whose choice loads something. Nothing where there is nothing to choose. */
export function PickToLoad({ label, prompt, options, disabled, onPick }: PickToLoadProps) {
  if (options.length === 0) return null;
  return (
    <label className={styles.inline}>
      <span className={controls.hidden}>{label}</span>
      <select value="" disabled={disabled} onChange={(event) => onPick(event.target.value)}>
        <option value="">{prompt}</option>
        {options.map(([value, title]) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
