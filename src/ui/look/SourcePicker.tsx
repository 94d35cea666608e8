import { X } from 'lucide-react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { sourceKey, type LookSource } from '../../attention/types';
import { useSession } from '../sessionContext';
import styles from './Look.module.css';
import { knownOf, sourceGroups, sourceTitle, type Known } from './sources';

/** What the names of sources depend on, from the store. */
export function useKnown(): Known {
  return useStore(useSession().store, useShallow(knownOf));
}

interface SourcePickerProps {
  /** The place of the panel. */
  readonly at: number;
  readonly sources: readonly LookSource[];
}

/** Chooses whose attention a panel shows; a source that another panel shows changes places with this one. */
export function SourcePicker({ at, sources }: SourcePickerProps) {
  const session = useSession();
  const known = useKnown();
  const source = sources[at];
  if (!source) return null;
  const groups = sourceGroups(known);
  const all = groups.flatMap((group) => group.sources);
  const choose = (key: string) => {
    const wanted = all.find((one) => sourceKey(one) === key);
    if (!wanted) return;
    const taken = sources.findIndex((one) => sourceKey(one) === key);
    void session.setPanels(sources.map((one, i) => (i === at ? wanted : i === taken ? source : one)));
  };
  return (
    <span className={styles.source}>
      <select
        aria-label={`Panel ${at + 1}`}
        value={sourceKey(source)}
        onChange={(event) => choose(event.target.value)}
        data-testid={`panel-${at + 1}`}
      >
        {groups.map(({ title, sources: own }) => (
          <optgroup key={title} label={title}>
            {own.map((one) => (
              <option key={sourceKey(one)} value={sourceKey(one)}>
                {sourceTitle(one, known)}
              </option>
            ))}
          </optgroup>
        ))}
        {all.some((one) => sourceKey(one) === sourceKey(source)) ? null : (
          <option value={sourceKey(source)}>{sourceTitle(source, known)}</option>
        )}
      </select>
      {sources.length > 1 ? (
        <button
          type="button"
          className={styles.small}
          aria-label={`Remove panel ${at + 1}`}
          onClick={() => void session.setPanels(sources.filter((_, i) => i !== at))}
        >
          <X size={14} aria-hidden />
        </button>
      ) : null}
    </span>
  );
}
