import type { TermName } from '../glossary';
import { Field } from './Field';

interface SelectFieldProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [T, string])[];
  readonly onChange: (value: T) => void;
  readonly term?: TermName;
  readonly hint?: string | undefined;
  readonly disabled?: boolean;
}

/** One of a few named options. */
export function SelectField<T extends string>({
  label,
  value,
  options,
  onChange,
  term,
  hint,
  disabled,
}: SelectFieldProps<T>) {
  const change = (text: string) => {
    const chosen = options.find(([name]) => name === text);
    if (chosen) onChange(chosen[0]);
  };
  return (
    <Field label={label} term={term} hint={hint}>
      {({ id, describedBy }) => (
        <select
          id={id}
          value={value}
          onChange={(event) => change(event.target.value)}
          aria-describedby={describedBy}
          disabled={disabled}
        >
          {options.map(([name, title]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
