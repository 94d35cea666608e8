import { Play, Square, Trash2, TriangleAlert } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { secondsOf, takeName, type Take } from '../../microphone/takes';
import controls from '../common/controls.module.css';
import { FileName } from '../common/FileName';
import { useAttempt } from '../common/useAttempt';
import { seconds } from '../format';
import { play, type Playing } from '../look/player';
import { useSession } from '../sessionContext';
import styles from './Record.module.css';
import { wavePath } from './wavePath';

/** One recorded clip: its wave, to be heard and to be deleted. */
export function TakeRow({ take }: { readonly take: Take }) {
  const session = useSession();
  const { attempt } = useAttempt(take.label);
  const playing = useRef<Playing | null>(null);
  const [isPlaying, setIsPlaying] = useState(false);
  useEffect(() => () => playing.current?.stop(), []);
  const start = async () => {
    playing.current = await play(take, () => setIsPlaying(false));
    setIsPlaying(true);
  };
  const name = takeName(take);
  return (
    <li className={styles.take}>
      <span className={styles.name}>
        <FileName name={name} /> <span className={controls.quiet}>{seconds(secondsOf(take))}</span>
      </span>
      <svg className={styles.wave} viewBox="0 0 200 40" preserveAspectRatio="none" aria-hidden>
        <path d={wavePath(take.samples, 200, 40)} />
      </svg>
      <span className={controls.row}>
        <button
          type="button"
          className={controls.icon}
          onClick={() => (isPlaying ? playing.current?.stop() : attempt(start))}
          aria-label={isPlaying ? `Stop ${name}` : `Play ${name}`}
        >
          {isPlaying ? <Square size={14} aria-hidden /> : <Play size={16} aria-hidden />}
        </button>
        <button
          type="button"
          className={controls.icon}
          onClick={() => session.dropTakes([take.id])}
          aria-label={`Delete ${name}`}
        >
          <Trash2 size={16} aria-hidden />
        </button>
      </span>
      {take.warnings.map(({ code, cause, cure }) => (
        <span key={code} className={styles.warning}>
          <TriangleAlert size={14} aria-hidden /> It {cause} {cure}
        </span>
      ))}
    </li>
  );
}
