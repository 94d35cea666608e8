import type { BackendChoice } from '../../ops/backend';
import { CopyLink } from '../share/CopyLink';
import { TourButton } from '../tour/TourButton';
import { MicrophoneMark } from '../microphone/MicrophoneMark';
import { EngineBadge } from './EngineBadge';
import styles from './Header.module.css';
import { Mark } from './Mark';
import { ThemeToggle } from './ThemeToggle';

/** The page's name, what it is for, and the engine it runs on. */
export function Header({ initialBackend }: { readonly initialBackend: BackendChoice }) {
  return (
    <header className={styles.header}>
      <div className={styles.title}>
        <Mark />
        <div>
          <h1>LoAA Playground</h1>
          <p>Train Look-Aside Adapters on a frozen vision transformer, in this tab. No sound leaves it.</p>
        </div>
      </div>
      <MicrophoneMark />
      <div className={styles.tools}>
        <EngineBadge initial={initialBackend} />
        <TourButton />
        <CopyLink />
        <ThemeToggle />
      </div>
    </header>
  );
}
