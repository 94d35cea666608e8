import { useState, type FormEvent } from 'react';
import { HUB_MODELS } from '../../weights/hubModels';
import type { BackboneRequest } from '../../worker/protocol';
import controls from '../common/controls.module.css';
import { Field } from '../common/Field';
import { bytes } from '../format';
import { useApp, useSession } from '../sessionContext';
import styles from './Backbone.module.css';

interface SourceProps {
  readonly onLoad: (request: BackboneRequest) => void;
  readonly disabled: boolean;
}

/** Models of a hub by name, with the hub's address as a setting. */
export function HubSource({ onLoad, disabled }: SourceProps) {
  const session = useSession();
  const endpoint = useApp((state) => state.hubEndpoint);
  const [repo, setRepo] = useState('');
  const fetchModel = (name: string) => onLoad({ kind: 'hub', endpoint, repo: name, revision: 'main' });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (repo.trim() !== '') fetchModel(repo.trim());
  };
  return (
    <div className={styles.source}>
      <h3>From a model hub</h3>
      <p className={controls.quiet}>Downloaded once, kept in this browser, then available offline.</p>
      <ul className={styles.models}>
        {HUB_MODELS.map((model) => (
          <li key={model.repo}>
            <button type="button" className={styles.model} disabled={disabled} onClick={() => fetchModel(model.repo)}>
              <span>{model.title}</span>
              <span>{bytes(model.approximateBytes)}</span>
            </button>
          </li>
        ))}
      </ul>
      <form className={styles.inline} onSubmit={submit}>
        <Field label="Another model of the hub">
          {({ id }) => (
            <input
              id={id}
              value={repo}
              onChange={(event) => setRepo(event.target.value)}
              placeholder="owner/name"
              spellCheck={false}
              autoComplete="off"
            />
          )}
        </Field>
        <button type="submit" className={controls.button} disabled={disabled || repo.trim() === ''}>
          Fetch
        </button>
      </form>
      <Field label="Address of the hub">
        {({ id }) => (
          <input
            id={id}
            type="url"
            value={endpoint}
            onChange={(event) => session.setHubEndpoint(event.target.value)}
            spellCheck={false}
          />
        )}
      </Field>
    </div>
  );
}
