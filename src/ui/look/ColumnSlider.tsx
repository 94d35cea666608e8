import { useEffect, useState } from 'react';
import { Field } from '../common/Field';
import { significant } from '../format';

interface ColumnSliderProps {
  readonly column: number;
  /** W. */
  readonly columns: number;
  /** Seconds at the start and the end of a column. */
  readonly spanOf: (column: number) => readonly [number, number];
  /** The first column that holds padding alone, or null where all hold sound. */
  readonly firstEmpty: number | null;
  readonly onChange: (column: number) => void;
}

/** How long the slider must rest before the maps are asked for again. */
const REST_MS = 150;

/** Chooses the token column. The maps follow when the slider rests. */
export function ColumnSlider({ column, columns, spanOf, firstEmpty, onChange }: ColumnSliderProps) {
  const [draft, setDraft] = useState<number | null>(null);
  useEffect(() => {
    if (draft === null) return;
    const timer = setTimeout(() => {
      onChange(draft);
      setDraft(null);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [draft, onChange]);
  const shown = draft ?? column;
  const [from, to] = spanOf(shown);
  const text = `column ${shown + 1} of ${columns}: ${significant(from, 3)} to ${significant(to, 3)} s${firstEmpty !== null && shown >= firstEmpty ? ', padding' : ''}`;
  return (
    <Field label="Time step" term="column" hint={text}>
      {({ id, describedBy }) => (
        <input
          id={id}
          type="range"
          min={0}
          max={Math.max(0, columns - 1)}
          step={1}
          value={shown}
          aria-describedby={describedBy}
          aria-valuetext={text}
          onChange={(event) => setDraft(Number(event.target.value))}
        />
      )}
    </Field>
  );
}
