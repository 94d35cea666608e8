import { extentOf, KERNELS, USUAL_SIZE, type AdapterSpec, type Placement } from '../../model/adapters';
import { NumberField } from '../common/NumberField';
import { RadioRow } from '../common/RadioRow';
import { useApp, useSession } from '../sessionContext';
import styles from './Adapter.module.css';
import type { CheckedField } from './checkConfig';
import { MOST_SIZE } from './checkMethod';
import { KernelGrid } from './KernelGrid';
import { adapterWith, kernelOptions } from './kernels';

interface PlacementPickerProps {
  readonly place: Placement;
  readonly title: string;
  readonly faults: ReadonlyMap<CheckedField, string>;
}

/** The adapter beside one half of every block: its kernel, drawn on a small grid, the kernel's size and its bottleneck. */
export function PlacementPicker({ place, title, faults }: PlacementPickerProps) {
  const session = useSession();
  const adapters = useApp((state) => state.config.adapters);
  const spec = adapters[place];
  const set = (own: AdapterSpec | null) => session.configure({ adapters: { ...adapters, [place]: own } });
  return (
    <div className={styles.placement}>
      <RadioRow
        legend={title}
        term={place === 'attn' ? 'placement' : 'kernel'}
        value={spec?.kernel ?? 'none'}
        options={kernelOptions(spec?.size)}
        onChange={(choice) => set(adapterWith(adapters, place, choice))}
      />
      {spec ? (
        <div className={styles.spec} role="group" aria-label={title}>
          <KernelGrid spec={spec} />
          <div className={styles.numbers}>
            <NumberField
              label="Bottleneck r"
              term="bottleneck"
              value={spec.bottleneck}
              min={1}
              step={1}
              error={faults.get(place)}
              onChange={(bottleneck) => set({ ...spec, bottleneck })}
            />
            {spec.kernel === 'linear' ? null : (
              <NumberField
                label="Kernel size N"
                term="kernelSize"
                value={spec.size ?? USUAL_SIZE}
                min={USUAL_SIZE}
                max={MOST_SIZE}
                step={2}
                error={faults.get(`${place}Size`)}
                onChange={(size) => set({ ...spec, size })}
              />
            )}
            <p className={styles.mixes}>
              Mixes {KERNELS[spec.kernel].mixes}, {extentOf(spec).join(' × ')}.
            </p>
          </div>
        </div>
      ) : null}
    </div>
  );
}
