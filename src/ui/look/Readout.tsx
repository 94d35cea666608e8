import { tokenOn } from '../../attention/choose';
import { significant } from '../format';
import { useApp } from '../sessionContext';
import styles from './Look.module.css';
import { tokenText } from './places';
import type { StageView } from './useStage';

interface ReadoutProps {
  readonly view: StageView;
  /** The patch below the pointer, or null. */
  readonly token: number | null;
}

/** Where the pointer is, and what each map says there; else what is looked from. */
export function Readout({ view, token }: ReadoutProps) {
  const chosen = useApp((state) => state.look.token);
  const { facts, panels } = view;
  const at = token ?? chosen;
  const isPatch = at !== null && at >= facts.prefix;
  return (
    <p className={styles.readout} data-testid="readout">
      {at === null ? (
        'Move over a picture to read it; drag to move the key time.'
      ) : (
        <>
          <strong>{tokenText(at, facts)}</strong>
          {isPatch
            ? panels.map(({ name, map, facts: own }, i) => {
                const value = own && map?.[tokenOn(at, facts, own) - own.prefix];
                return value === undefined || value === null ? null : (
                  <span key={i}>
                    {name} {significant(value, 3)}
                  </span>
                );
              })
            : null}
        </>
      )}
    </p>
  );
}
