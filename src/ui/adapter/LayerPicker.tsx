import controls from '../common/controls.module.css';
import { Term } from '../common/Term';
import { useApp, useSession } from '../sessionContext';
import styles from './Adapter.module.css';
import { hasLayer, isSameLayers, LAYER_CHOICES, layerWords, toggleLayer } from './layers';
import type { OptionFieldsProps } from './OptionFields';

/** The layers that get what the method places or trains: by name, or one by one. */
export function LayerPicker({ config, faults }: OptionFieldsProps) {
  const session = useSession();
  const depth = useApp((state) => state.backbone.summary?.config.depth ?? null);
  // Shallow prompts stand before the first layer, whichever are chosen.
  if (depth === null || (config.method === 'prompt' && !config.prompts.deep)) return null;
  const { layers } = config;
  const fault = faults.get('layers');
  return (
    <div role="group" aria-label="Layers" aria-describedby="layers-said" className={styles.layers}>
      <p className={styles.label}>
        Layers <Term name="layers" />
      </p>
      <div className={controls.row}>
        {LAYER_CHOICES.map(({ title, of }) => (
          <button
            key={title}
            type="button"
            className={controls.chip}
            aria-pressed={isSameLayers(layers, of(depth), depth)}
            onClick={() => session.configure({ layers: of(depth) })}
          >
            {title}
          </button>
        ))}
      </div>
      <div className={styles.toggles}>
        {Array.from({ length: depth }, (_, i) => (
          <button
            key={i}
            type="button"
            className={controls.chip}
            aria-label={`Layer ${i + 1}`}
            aria-pressed={hasLayer(layers, i)}
            onClick={() => session.configure({ layers: toggleLayer(layers, i, depth) })}
          >
            {i + 1}
          </button>
        ))}
      </div>
      <p id="layers-said" className={fault ? styles.fault : controls.quiet}>
        {fault ?? `In ${layerWords(layers, depth)}.`}
      </p>
    </div>
  );
}
