import { X } from 'lucide-react';
import { useId } from 'react';
import type { Axis, AxisContext } from '../../sweep/axes';
import controls from '../common/controls.module.css';
import styles from './Sweep.module.css';

interface AxisFieldProps {
  readonly axis: Axis;
  /** Null before anything is loaded. */
  readonly context: AxisContext | null;
  /** Typed values, or the ticked options apart by spaces. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onRemove: () => void;
}

/** One axis of the grid: numbers to type, or options to tick. */
export function AxisField({ axis, context, value, onChange, onRemove }: AxisFieldProps) {
  const id = useId();
  const options = axis.options && context ? axis.options(context) : null;
  const ticked = new Set(value.split(' '));
  const toggle = (name: string) => {
    const next = (options ?? []).map(([option]) => option).filter((option) => ticked.has(option) !== (option === name));
    onChange(next.join(' '));
  };
  return (
    <div className={styles.axis} role="group" aria-labelledby={`${id}-title`}>
      <div className={styles.axisHead}>
        <span id={`${id}-title`} className={styles.axisTitle}>
          {axis.title}
        </span>
        <span id={`${id}-hint`} className={controls.quiet}>
          {axis.hint}
        </span>
        <button type="button" className={controls.icon} onClick={onRemove} aria-label={`Remove the axis ${axis.title}`}>
          <X size={16} aria-hidden />
        </button>
      </div>
      {axis.options ? (
        <div className={styles.options}>
          {(options ?? []).map(([option, label]) => (
            <label key={option} className={styles.tick}>
              <input type="checkbox" checked={ticked.has(option)} onChange={() => toggle(option)} />
              {label}
            </label>
          ))}
        </div>
      ) : (
        <input
          type="text"
          inputMode="text"
          value={value}
          aria-labelledby={`${id}-title`}
          aria-describedby={`${id}-hint`}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </div>
  );
}
