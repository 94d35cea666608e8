import { useDeferredValue, useMemo, useState } from 'react';
import { unedited } from '../../dataset/edits';
import { Heading } from '../common/Heading';
import controls from '../common/controls.module.css';
import { entriesOf } from '../common/entries';
import { SearchField } from '../common/SearchField';
import { SelectField } from '../common/SelectField';
import { useThrottled } from '../common/useThrottled';
import { ClipList } from '../clips/ClipList';
import styles from '../clips/Clips.module.css';
import { CLIP_FILTERS, findRows, partsOf, rowOf, type ClipFilter } from '../clips/clipRows';
import { useApp } from '../sessionContext';

const FILTERS = entriesOf(CLIP_FILTERS).map(([name, { title }]) => [name, title] as const);
/** No class can be called so: the page trims names. */
const EVERY = ' ';

interface ClipBrowserProps {
  /** The class that is shown; null for all. */
  readonly className: string | null;
  readonly onClass: (name: string | null) => void;
}

/** Every clip of the data set, to find, hear and correct. */
export function ClipBrowser({ className, onClass }: ClipBrowserProps) {
  const edited = useApp((state) => state.edits.clips);
  const dataset = useApp((state) => state.data.dataset);
  const split = useApp((state) => state.data.split);
  const classes = useApp((state) => state.data.dataset?.classes ?? NONE);
  const facts = useThrottled(
    useApp((state) => state.data.facts),
    500,
  );
  const [filter, setFilter] = useState<ClipFilter>('all');
  const [query, setQuery] = useState('');
  const asked = useDeferredValue(query);
  const chosen = className !== null && classes.includes(className) ? className : null;
  const rows = useMemo(() => {
    const parts = partsOf(split);
    // While a data set is being prepared there are no edits of it yet.
    const clips = edited.length > 0 || !dataset ? edited : unedited(dataset);
    return clips.map((held) => rowOf(held, parts, facts));
  }, [edited, dataset, split, facts]);
  const found = useMemo(
    () => findRows(rows, { filter, className: chosen, query: asked }),
    [rows, filter, chosen, asked],
  );
  return (
    <div className={controls.stack} id="clips">
      <Heading>Clips</Heading>
      <div className={styles.filters}>
        <SelectField
          label="Class"
          value={chosen ?? EVERY}
          options={[[EVERY, 'All classes'], ...classes.map((name) => [name, name] as const)]}
          onChange={(name) => onClass(name === EVERY ? null : name)}
        />
        <SelectField label="Show" value={filter} options={FILTERS} onChange={setFilter} />
        <SearchField label="Search the clips" value={query} placeholder="name or class" onChange={setQuery} />
      </div>
      <ClipList label="Clips" rows={found} empty="No clip is so." />
    </div>
  );
}

const NONE: readonly string[] = [];
