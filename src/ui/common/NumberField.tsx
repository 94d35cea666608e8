import { useState } from 'react';
import type { TermName } from '../glossary';
import { Field } from './Field';

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly term?: TermName;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number | 'any';
  readonly disabled?: boolean;
}

/** A number. What is typed stays as typed until it is left; only what parses as a number is passed on. */
export function NumberField({ label, value, onChange, term, hint, error, disabled, ...limits }: NumberFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const change = (text: string) => {
    setDraft(text);
    const parsed = Number(text);
    if (text.trim() !== '' && Number.isFinite(parsed)) onChange(parsed);
  };
  const isEmpty = draft !== null && draft.trim() === '';
  return (
    <Field label={label} term={term} hint={hint} error={isEmpty ? 'Give a number.' : error}>
      {({ id, describedBy }) => (
        <input
          id={id}
          type="number"
          inputMode="decimal"
          value={draft ?? String(value)}
          onChange={(event) => change(event.target.value)}
          onBlur={() => setDraft(null)}
          aria-describedby={describedBy}
          aria-invalid={error || isEmpty ? true : undefined}
          disabled={disabled}
          {...limits}
        />
      )}
    </Field>
  );
}
