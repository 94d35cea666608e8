import { useEffect, useState } from 'react';
import controls from './common/controls.module.css';
import { milestone } from './milestones';
import { useSession } from './sessionContext';

/** Says aloud, to screen readers, what has been reached. */
export function Milestones() {
  const { store } = useSession();
  const [text, setText] = useState('');
  useEffect(
    () =>
      store.subscribe((after, before) => {
        const reached = milestone(before, after);
        if (reached !== null) setText(reached);
      }),
    [store],
  );
  return (
    <p className={controls.hidden} role="status">
      {text}
    </p>
  );
}
