import { Activity, Suspense, useEffect, useRef, useState } from 'react';
import { ErrorBoundary } from '../common/ErrorBoundary';
import controls from '../common/controls.module.css';
import { VIEW_IDS, type ViewId } from './route';
import { VIEWS } from './views';
import styles from './ViewStack.module.css';

/**
 * The view that is shown. Views that were shown before stay as they were left, out of sight and without work of their own.
 * The keyboard follows: focus moves to the new view, so that what is read next is its heading.
 */
export function ViewStack({ current }: { readonly current: ViewId }) {
  const main = useRef<HTMLElement>(null);
  const [seen, setSeen] = useState<ReadonlySet<ViewId>>(new Set([current]));
  if (!seen.has(current)) setSeen(new Set([...seen, current]));

  const last = useRef(current);
  useEffect(() => {
    if (last.current === current) return;
    last.current = current;
    main.current?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, [current]);

  return (
    <main ref={main} className={styles.main} tabIndex={-1} aria-label={VIEWS[current].title}>
      {VIEW_IDS.filter((id) => id === current || (seen.has(id) && VIEWS[id].isKept)).map((id) => {
        const { title, View } = VIEWS[id];
        return (
          <Activity key={id} mode={id === current ? 'visible' : 'hidden'}>
            <div className={styles.view} data-view={id}>
              <ErrorBoundary part={title}>
                <Suspense fallback={<p className={controls.quiet}>Loading</p>}>
                  <View />
                </Suspense>
              </ErrorBoundary>
            </div>
          </Activity>
        );
      })}
    </main>
  );
}
