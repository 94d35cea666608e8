import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { BackendChoice } from '../../ops/backend';
import controls from '../common/controls.module.css';
import { entriesOf } from '../common/entries';
import { isRunActive } from '../run/runPhase';
import { useApp, useSession } from '../sessionContext';
import { BACKEND_CHOICES, BACKEND_TITLES } from './backendChoices';
import styles from './Header.module.css';

/** What the model runs on and why, with a switch. */
export function EngineBadge({ initial }: { readonly initial: BackendChoice }) {
  const session = useSession();
  const engine = useApp((state) => state.engine);
  const isRunning = isRunActive(useApp((state) => state.run.status));
  const isLoading = useApp((state) => state.backbone.status === 'loading');
  const [choice, setChoice] = useState<BackendChoice>(initial);
  const { status, backend, problem } = engine;
  const change = (next: BackendChoice) => {
    setChoice(next);
    void session.startEngine(next);
  };
  return (
    <div className={styles.engine}>
      <div className={styles.badge} data-testid="backend-badge" data-backend={backend?.name} data-status={status}>
        {status === 'starting' ? <p>Starting the engine</p> : null}
        {backend ? (
          <>
            <p>
              <strong>{BACKEND_TITLES[backend.name]}</strong> <span>{backend.device}</span>
            </p>
            <p className={styles.reason}>{backend.reason}</p>
          </>
        ) : null}
        {problem ? (
          <p role="alert" className={styles.failed}>
            {problem.cause} {problem.cure}
          </p>
        ) : null}
      </div>
      {status === 'failed' ? (
        <button type="button" className={controls.button} onClick={() => change(choice)}>
          <RotateCw size={16} aria-hidden /> Restart
        </button>
      ) : null}
      <label className={styles.choice}>
        <span>Runs on</span>
        <select
          aria-label="Runs on"
          value={choice}
          disabled={isRunning || isLoading || status === 'starting'}
          onChange={(event) => {
            const next = entriesOf(BACKEND_CHOICES).find(([name]) => name === event.target.value);
            if (next) change(next[0]);
          }}
        >
          {entriesOf(BACKEND_CHOICES).map(([name, title]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
