import { useDeferredValue, useMemo, useState } from 'react';
import { Field } from '../common/Field';
import { SearchField } from '../common/SearchField';
import { count } from '../format';
import { useApp, useSession } from '../sessionContext';
import { clipOptions, searchClips } from './clipSearch';
import styles from './Look.module.css';

/** The most clips that the list holds at a time; a search narrows it. */
const MOST = 300;

/** Finds and chooses the clip that is looked at. */
export function ClipPicker() {
  const session = useSession();
  const dataset = useApp((state) => state.data.dataset);
  const split = useApp((state) => state.data.split);
  const clip = useApp((state) => state.look.clip);
  const [query, setQuery] = useState('');
  const asked = useDeferredValue(query);
  const options = useMemo(() => (dataset && split ? clipOptions(dataset, split) : []), [dataset, split]);
  const classes = useMemo(() => dataset?.classes ?? [], [dataset]);
  const { found, total } = useMemo(() => searchClips(options, classes, asked, MOST), [options, classes, asked]);
  const current = options.find((option) => option.id === clip);
  const shown = current && !found.includes(current) ? [current, ...found] : found;
  const hint = total > found.length ? `The first ${MOST} of ${count(total)}: search to narrow them.` : undefined;
  return (
    <div className={styles.picker}>
      <SearchField label="Find a clip" value={query} placeholder="name or class" onChange={setQuery} />
      <Field label="Clip" hint={hint}>
        {({ id, describedBy }) => (
          <select
            id={id}
            aria-describedby={describedBy}
            value={current?.id ?? ''}
            disabled={options.length === 0}
            onChange={(event) => void session.look({ clip: event.target.value })}
            data-testid="look-clip"
          >
            {current ? null : <option value="">{total > 0 ? 'Choose a clip' : 'No clip'}</option>}
            {classes.map((name, label) => {
              const own = shown.filter((option) => option.labels[0] === label);
              return own.length > 0 ? (
                <optgroup key={name} label={name}>
                  {own.map((option) => (
                    <option key={option.id} value={option.id}>
                      {option.id} ({option.part})
                    </option>
                  ))}
                </optgroup>
              ) : null;
            })}
          </select>
        )}
      </Field>
    </div>
  );
}
