import { download } from '../common/download';
import { ProblemNote } from '../common/ProblemNote';
import { useAttempt } from '../common/useAttempt';
import styles from './Chart.module.css';

interface SaveLinksProps {
  /** What is saved: the name of the file, too. */
  readonly title: string;
  /** What makes each file, by its ending. */
  readonly files: Readonly<Record<string, () => Promise<Blob>>>;
}

/** A button for each form that a drawing can be saved in. */
export function SaveLinks({ title, files }: SaveLinksProps) {
  const { attempt, problem } = useAttempt('The chart');
  const name = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return (
    <>
      <span className={styles.exports}>
        {Object.entries(files).map(([ending, make]) => (
          <button
            key={ending}
            type="button"
            aria-label={`Save ${title} as ${ending}`}
            onClick={() => attempt(async () => download(await make(), `${name}.${ending}`))}
          >
            {ending}
          </button>
        ))}
      </span>
      {problem ? <ProblemNote problem={problem} /> : null}
    </>
  );
}
