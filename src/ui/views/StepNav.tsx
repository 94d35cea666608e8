import { Check, FlaskConical, Gauge } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useApp } from '../sessionContext';
import { routeHash, VIEW_IDS, type ViewId } from './route';
import styles from './StepNav.module.css';
import { VIEWS } from './views';

/** The steps of the work, each with what has come of it: the way about the page. */
export function StepNav({ current }: { readonly current: ViewId }) {
  const nav = useRef<HTMLElement>(null);
  // On a phone the steps are a strip: the one that is shown is brought into sight, and the page stays where it is.
  // An observer is told at once, and again whenever the strip becomes narrower or wider.
  useEffect(() => {
    const strip = nav.current;
    const link = strip?.querySelector<HTMLElement>('[aria-current]');
    if (!strip || !link) return;
    const sized = new ResizeObserver(() => toMiddle(strip, link));
    sized.observe(strip);
    return () => sized.disconnect();
  }, [current]);
  return (
    // What the keyboard goes to is brought into sight whole: of a link that shows an edge, the browser thinks that it is seen.
    // A pointer's link stays beneath it.
    <nav
      ref={nav}
      className={styles.nav}
      aria-label="Steps"
      data-tour="steps"
      onFocus={({ target, currentTarget }) => {
        if (target.matches(':focus-visible')) toMiddle(currentTarget, target);
      }}
    >
      <ol className={styles.list}>
        {VIEW_IDS.map((id) => (
          <li key={id}>
            <StepLink id={id} isCurrent={id === current} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

function toMiddle(strip: HTMLElement, link: HTMLElement): void {
  strip.scrollLeft = link.offsetLeft - (strip.clientWidth - link.clientWidth) / 2;
}

function StepLink({ id, isCurrent }: { readonly id: ViewId; readonly isCurrent: boolean }) {
  const { title, step, summary } = VIEWS[id];
  const text = useApp((state) => summary?.(state).text ?? null);
  const isDone = useApp((state) => summary?.(state).isDone ?? false);
  return (
    <a
      href={routeHash(id)}
      className={styles.link}
      aria-current={isCurrent ? 'page' : undefined}
      data-done={isDone ? '' : undefined}
      data-testid={`step-${id}`}
    >
      <span className={styles.mark} aria-hidden>
        {step === null ? <ViewIcon id={id} /> : isDone ? <Check size={14} strokeWidth={3} /> : step}
      </span>
      <span className={styles.title}>{title}</span>
      {text === null ? null : <span className={styles.summary}>{text}</span>}
    </a>
  );
}

function ViewIcon({ id }: { readonly id: ViewId }) {
  return id === 'bench' ? <Gauge size={15} /> : <FlaskConical size={15} />;
}
