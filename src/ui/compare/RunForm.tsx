import { useState } from 'react';
import { MOST_NAME, MOST_NOTES } from '../../runs/record';
import type { KeptRun, RunEdit } from '../../runs/state';
import { Field } from '../common/Field';
import { plural } from '../format';
import { useSession } from '../sessionContext';
import styles from './Compare.module.css';

/** Name and notes of one run: kept when a field is left, or with Enter. */
export function RunForm({ run }: { readonly run: KeptRun }) {
  const session = useSession();
  const [name, setName] = useState(run.name);
  const [notes, setNotes] = useState(run.notes);
  const keep = (edit: RunEdit) => void session.editRun(run.id, edit);
  const { data, backbone, backend, problem } = run;
  return (
    <div className={styles.form}>
      <Field label="Name">
        {({ id }) => (
          <input
            id={id}
            type="text"
            value={name}
            maxLength={MOST_NAME}
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
            onBlur={() => (name.trim() === '' ? setName(run.name) : name !== run.name && keep({ name }))}
          />
        )}
      </Field>
      <Field label="Notes">
        {({ id }) => (
          <textarea
            id={id}
            rows={3}
            value={notes}
            maxLength={MOST_NOTES}
            onChange={(event) => setNotes(event.target.value)}
            onBlur={() => notes !== run.notes && keep({ notes })}
          />
        )}
      </Field>
      <p className={styles.facts}>
        <bdi>{data.name}</bdi>, {plural(data.classes.length, 'class', 'classes')},{' '}
        {plural(data.parts.train, 'training clip')}, {plural(data.parts.validation, 'validation clip')};{' '}
        <bdi>{backbone.name}</bdi>; {backend?.name ?? 'backend unknown'}; {plural(run.stepCount, 'step')}.
        {problem ? (
          <>
            {' '}
            It failed: <bdi>{problem.subject}</bdi> {problem.cause}
          </>
        ) : null}
      </p>
    </div>
  );
}
