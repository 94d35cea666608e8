import { useState } from 'react';
import { METHODS } from '../../model/methods';
import { trainedOf } from '../format';
import { useApp } from '../sessionContext';
import styles from './Adapter.module.css';
import { METHOD_GROUPS } from './methodGroups';
import { runSize } from './modelSize';

/** All methods side by side: what each does, and how much it trains with the present settings. Filled only while open. */
export function MethodTable() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className={styles.more} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>All methods compared</summary>
      {isOpen ? <Rows /> : null}
    </details>
  );
}

function Rows() {
  const config = useApp((state) => state.config);
  const backbone = useApp((state) => state.backbone.summary?.config ?? null);
  const classes = useApp((state) => state.data.dataset?.classes.length ?? 0);
  return METHOD_GROUPS.map(({ title, methods }) => (
    <div key={title} className={styles.group}>
      <h3>{title}</h3>
      <dl>
        {methods.map(([method, name]) => {
          const size = backbone && runSize({ ...config, method }, backbone, classes);
          return (
            <div key={method}>
              <dt>
                {name} {size ? <span>{trainedOf(size.trainable, size.whole)}</span> : null}
              </dt>
              <dd>{METHODS[method].explain}</dd>
            </div>
          );
        })}
      </dl>
    </div>
  ));
}
