import { useEffect, useState } from 'react';
import type { Problem } from '../../core/problem';
import controls from '../common/controls.module.css';
import { ProblemNote } from '../common/ProblemNote';
import styles from './About.module.css';
import { fetchLicences, type Licence } from './licences';

const MISSING: Problem = {
  code: 'about.licences',
  subject: 'The list of licences',
  cause: 'could not be loaded.',
  cure: 'Open the page anew while you are online; a page under development has no such list.',
  severity: 'error',
};

/** Every work that the page contains, with its terms to unfold. */
export function LicenceList() {
  const [licences, setLicences] = useState<readonly Licence[] | 'missing' | null>(null);
  useEffect(() => {
    let isShown = true;
    fetchLicences(document.baseURI).then(
      (list) => isShown && setLicences(list),
      () => isShown && setLicences('missing'),
    );
    return () => {
      isShown = false;
    };
  }, []);
  if (licences === null) return <p role="status">One moment…</p>;
  if (licences === 'missing') return <ProblemNote problem={MISSING} />;
  return (
    <>
      <p className={controls.quiet}>
        The page contains {licences.length} works. Each is its authors’, on its own terms; the LGPL’s and the MPL’s have
        their sources at the addresses that are named.
      </p>
      <ul className={styles.works} data-testid="licences">
        {licences.map((work) => (
          <li key={`${work.name} ${work.version}`}>
            <Work work={work} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Work({ work: { name, version, licence, author, source, text } }: { readonly work: Licence }) {
  return (
    <details className={styles.work}>
      <summary>
        <span className={styles.name}>
          {name} {version}
        </span>
        <span className={controls.quiet}>{licence}</span>
      </summary>
      {author ? <p>By {author}.</p> : null}
      {source ? (
        <p>
          <a href={source} target="_blank" rel="noreferrer">
            {source}
          </a>
        </p>
      ) : null}
      {text === null ? <p>Its package brings no text of the licence.</p> : <pre className={styles.text}>{text}</pre>}
    </details>
  );
}
