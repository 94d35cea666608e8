import type { BackboneSummary } from '../../worker/protocol';
import { ProblemNote } from '../common/ProblemNote';
import { warning, type Problem } from '../../core/problem';
import { count, plural } from '../format';
import { useConsent } from '../consentContext';
import styles from './Backbone.module.css';

/** A checkpoint with NaN or infinite weights: said plainly, and trained only with the person's consent. */
export function NonFiniteNote({ summary }: { readonly summary: BackboneSummary }) {
  const { consented, consent } = useConsent();
  const tensors = summary.nonFinite;
  const values = tensors.reduce((sum, tensor) => sum + tensor.count, 0);
  const named = tensors.slice(0, 3).map((tensor) => `${tensor.name} (${tensor.count})`);
  const more = tensors.length > named.length ? ` and ${count(tensors.length - named.length)} more` : '';
  const problem: Problem = {
    ...warning(
      'backbone.non-finite',
      summary.name,
      `It holds ${plural(values, 'value')} that ${values === 1 ? 'is' : 'are'} NaN or infinite, in ${named.join(', ')}${more}.`,
      'The loss will most likely be NaN. Use a sound copy of the file if you can.',
    ),
    ...(more === '' ? {} : { details: tensors.map((tensor) => `${tensor.name} (${tensor.count})`) }),
  };
  return (
    <>
      <ProblemNote problem={problem} />
      <label className={styles.consent}>
        <input
          type="checkbox"
          checked={consented === summary.sha256}
          onChange={(event) => consent(event.target.checked ? summary.sha256 : null)}
        />
        Train with these weights all the same
      </label>
    </>
  );
}
