import { Lock } from 'lucide-react';
import type { BackboneSummary } from '../../worker/protocol';
import { FileName } from '../common/FileName';
import { Term } from '../common/Term';
import { backboneFacts } from './backboneFacts';
import styles from './Backbone.module.css';

/** What is loaded: name, shape, size, and the hash that an exported adapter will name. */
export function BackboneFacts({ summary }: { readonly summary: BackboneSummary }) {
  const facts = backboneFacts(summary.naming, summary.config);
  return (
    <div className={styles.card}>
      <p className={styles.name}>
        <Lock size={15} aria-label="Frozen" /> <FileName name={summary.name} />
      </p>
      <dl className={styles.facts}>
        {facts.map(({ name, value, term }) => (
          <div key={name}>
            <dt>
              {name} {term ? <Term name={term} /> : null}
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.hash} title={`SHA-256 of the weight file: ${summary.sha256}`}>
        SHA-256 <code>{summary.sha256.slice(0, 12)}</code>
        {summary.origin ? (
          <>
            {' · revision '}
            <code>{summary.origin.revision.slice(0, 8)}</code>
          </>
        ) : null}
      </p>
    </div>
  );
}
