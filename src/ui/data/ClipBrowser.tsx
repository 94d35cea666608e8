import { useCallback, useDeferredValue, useState } from 'react';
import { unedited } from '../../dataset/edits';
import { Heading } from '../common/Heading';
import controls from '../common/controls.module.css';
import { SearchField } from '../common/SearchField';
import { SelectField } from '../common/SelectField';
import { useStretches } from '../common/useStretches';
import { ClipList } from '../clips/ClipList';
import styles from '../clips/Clips.module.css';
import {
  CLIP_FILTERS,
  filtersNow,
  findRows,
  mappedRows,
  proposedLabel,
  type ClipFilter,
  type ClipRow,
} from '../clips/clipRows';
import { useSuspicions } from '../clips/useSuspicions';
import { useApp } from '../sessionContext';
import { useDataset } from './useDataset';

/** No class can be called so: the page trims names. */
const EVERY = ' ';

interface ClipBrowserProps {
  /** The class that is shown; null for all. */
  readonly className: string | null;
  readonly onClass: (name: string | null) => void;
}

/** Every clip of the data set, to find, hear and correct. */
export function ClipBrowser({ className, onClass }: ClipBrowserProps) {
  const edited = useDeferredValue(useApp((state) => state.edits.clips));
  const { dataset, split } = useDataset();
  const classes = useApp((state) => state.data.dataset?.classes ?? NONE);
  const [wanted, setWanted] = useState<ClipFilter>('all');
  // What the trained model finds alike, where that was mapped; else the frozen one.
  const [trained, frozen] = [useSuspicions('after'), useSuspicions('before')];
  const verdicts = (trained ?? frozen)?.verdicts ?? null;
  const filters = filtersNow(verdicts !== null);
  const filter = filters.includes(wanted) ? wanted : 'all';
  const [query, setQuery] = useState('');
  const asked = useDeferredValue(query);
  const chosen = className !== null && classes.includes(className) ? className : null;
  const rows = useStretches(
    useCallback(
      function* () {
        // While a data set is being prepared there are no edits of it yet.
        const clips = edited.length > 0 || !dataset ? edited : yield* unedited(dataset);
        return yield* mappedRows(clips, split, verdicts);
      },
      [edited, dataset, split, verdicts],
    ),
    NO_ROWS,
  );
  const found = useStretches(
    useCallback(() => findRows(rows, { filter, className: chosen, query: asked }), [rows, filter, chosen, asked]),
    NO_ROWS,
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
        <SelectField
          label="Show"
          value={filter}
          options={filters.map((name) => [name, CLIP_FILTERS[name].title] as const)}
          onChange={setWanted}
        />
        <SearchField label="Search the clips" value={query} placeholder="name or class" onChange={setQuery} />
      </div>
      <ClipList label="Clips" rows={found} empty="No clip is so." suggest={(id) => proposedLabel(verdicts?.get(id))} />
    </div>
  );
}

const NONE: readonly string[] = [];
const NO_ROWS: readonly ClipRow[] = [];
