import { useState } from 'react';
import { bundledBackbone } from '../../worker/bundledBackbone';
import type { BackboneRequest } from '../../worker/protocol';
import controls from '../common/controls.module.css';
import styles from './Backbone.module.css';
import { DiskSource } from './DiskSource';
import { HubSource } from './HubSource';

interface BackboneSourcesProps {
  readonly onLoad: (request: BackboneRequest) => void;
  readonly disabled: boolean;
  /** Nothing is loaded and nothing on its way: the ways in stand open. */
  readonly isNeeded: boolean;
}

/** Where a backbone can come from: this page, a model hub, the person's disk. */
export function BackboneSources({ onLoad, disabled, isNeeded }: BackboneSourcesProps) {
  const [isOpen, setIsOpen] = useState<boolean | null>(null);
  const isShown = isOpen ?? isNeeded;
  return (
    <details className={styles.sources} open={isShown}>
      <summary
        onClick={(event) => {
          event.preventDefault();
          setIsOpen(!isShown);
        }}
      >
        {isNeeded ? 'Load a backbone' : 'Another backbone'}
      </summary>
      <div className={styles.body}>
        <div className={styles.source}>
          <h3>With this page</h3>
          <button
            type="button"
            className={controls.button}
            disabled={disabled}
            onClick={() => onLoad(bundledBackbone(document.baseURI))}
          >
            Load ViT-Nano (5 MB)
          </button>
          <p className={controls.quiet}>Six small layers trained on pictures. Quick enough for any laptop.</p>
        </div>
        <HubSource onLoad={onLoad} disabled={disabled} />
        <DiskSource onLoad={onLoad} disabled={disabled} />
      </div>
    </details>
  );
}
