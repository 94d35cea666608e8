import { Ban, Eye, RotateCcw, Tag } from 'lucide-react';
import { useId, useState, type RefObject } from 'react';
import controls from '../common/controls.module.css';
import { plural } from '../format';
import { useApp, useSession } from '../sessionContext';
import { goTo } from '../views/route';
import styles from './Clips.module.css';

interface ClipToolsProps {
  /** What is acted on: the chosen clips, or the one that the keyboard is at. */
  readonly targets: readonly string[];
  /** Of those, how many are excluded. */
  readonly excluded: number;
  /** A label to begin with, such as what the neighbours say. */
  readonly suggestion: string | null;
  readonly labelField: RefObject<HTMLInputElement | null>;
  /** Told after an action: the keyboard goes back to the list. */
  readonly onDone: () => void;
}

/** What can be done to the chosen clips: another label, out, back in, a look inside. */
export function ClipTools({ targets, excluded, suggestion, labelField, onDone }: ClipToolsProps) {
  const session = useSession();
  const classes = useApp((state) => state.data.dataset?.classes ?? NONE);
  const isMultiLabel = useApp((state) => state.data.dataset?.multiLabel ?? false);
  const [label, setLabel] = useState<string | null>(null);
  const names = useId();
  const wanted = label ?? suggestion ?? '';
  const [first] = targets;
  const act = (work: Promise<void>) => void work.then(onDone);
  const relabel = () => {
    setLabel(null);
    act(session.relabel(targets, isMultiLabel ? wanted.split(';') : [wanted]));
  };
  const look = () => {
    if (first === undefined) return;
    void session.look({ clip: first });
    goTo('look');
  };
  return (
    <div className={styles.tools} role="group" aria-label="Chosen clips">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (targets.length > 0) relabel();
        }}
      >
        <label>
          {isMultiLabel ? 'Labels, with ; between' : 'Label'}
          <input
            ref={labelField}
            list={names}
            value={wanted}
            onChange={(event) => setLabel(event.target.value)}
            onFocus={(event) => event.target.select()}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              setLabel(null);
              onDone();
            }}
            autoComplete="off"
            data-testid="label-field"
          />
        </label>
        <datalist id={names}>
          {classes.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <button type="submit" className={controls.button} disabled={targets.length === 0 || wanted.trim() === ''}>
          <Tag size={15} aria-hidden /> Relabel {plural(targets.length, 'clip')}
        </button>
      </form>
      <button
        type="button"
        className={controls.button}
        disabled={targets.length === excluded}
        onClick={() => act(session.exclude(targets))}
      >
        <Ban size={15} aria-hidden /> Exclude
      </button>
      {excluded > 0 ? (
        <button type="button" className={controls.button} onClick={() => act(session.include(targets))}>
          <RotateCcw size={15} aria-hidden /> Include again
        </button>
      ) : null}
      <button type="button" className={controls.button} disabled={first === undefined} onClick={look}>
        <Eye size={15} aria-hidden /> Look inside
      </button>
    </div>
  );
}

const NONE: readonly string[] = [];
