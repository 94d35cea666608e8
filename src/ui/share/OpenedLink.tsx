import { useMemo, useState } from 'react';
import { configDifferences, splitDifferences } from '../../share/differences';
import { readLink } from '../../share/readLink';
import controls from '../common/controls.module.css';
import { Heading } from '../common/Heading';
import { ProblemNote } from '../common/ProblemNote';
import { isRunActive } from '../run/runPhase';
import { useApp, useSession } from '../sessionContext';
import { LinkNeeds } from './LinkNeeds';
import styles from './Share.module.css';

interface OpenedLinkProps {
  /** The link's parameters as text. */
  readonly params: string;
  readonly onClose: () => void;
}

/** A shared link that was opened: nothing of it is set before a person says so. */
export function OpenedLink({ params, onClose }: OpenedLinkProps) {
  const session = useSession();
  const link = useMemo(() => readLink(new URLSearchParams(params)), [params]);
  const config = useApp((state) => state.config);
  const split = useApp((state) => state.data.splitOptions);
  const isLocked = isRunActive(useApp((state) => state.run.status));
  const [isApplied, setIsApplied] = useState(false);
  if (!link) return null;
  const sets = [...configDifferences(config, link.config), ...splitDifferences(split, link.split)];
  const apply = () => {
    session.configure(link.config);
    session.setSplit(link.split);
    setIsApplied(true);
  };
  return (
    <section className={styles.offer} aria-label="Shared link" data-testid="link-offer">
      <Heading>{isApplied ? 'The settings of the link are set' : 'This link sets'}</Heading>
      {isApplied ? null : sets.length > 0 ? (
        <dl className={styles.sets}>
          {sets.map(({ key, title, text }) => (
            <div key={`${title} ${key}`}>
              <dt>{title}</dt>
              <dd>{text.replaceAll('_', ', ')}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p>Nothing that is not set already.</p>
      )}
      <LinkNeeds link={link} />
      {link.problems.map((problem) => (
        <ProblemNote key={problem.subject} problem={problem} />
      ))}
      <div className={controls.row}>
        {isApplied || sets.length === 0 ? null : (
          <button type="button" className={controls.primary} onClick={apply} disabled={isLocked}>
            Apply
          </button>
        )}
        <button type="button" className={controls.button} onClick={onClose}>
          {isApplied || sets.length === 0 ? 'Close' : 'Ignore'}
        </button>
        {isLocked ? <span className={controls.quiet}>Settings can be changed when the run has ended.</span> : null}
      </div>
      <p role="status" className={controls.hidden}>
        {isApplied ? 'The settings of the link are set.' : ''}
      </p>
    </section>
  );
}
