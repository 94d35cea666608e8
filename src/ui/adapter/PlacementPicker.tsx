import { KERNELS, type KernelName, type Placement } from '../../model/adapters';
import { entriesOf } from '../common/entries';
import { NumberField } from '../common/NumberField';
import { RadioRow, type RadioOption } from '../common/RadioRow';
import { useApp, useSession } from '../sessionContext';
import styles from './Adapter.module.css';
import { KernelGrid } from './KernelGrid';
import { KERNEL_TONES } from './kernelTones';

type Choice = KernelName | 'none';

const OPTIONS: readonly RadioOption<Choice>[] = [
  { value: 'none', label: 'None', title: 'No adapter here' },
  ...entriesOf(KERNELS).map(([value, { title, mixes }]) => ({
    value,
    label: title,
    title: `Mixes ${mixes}`,
    tone: KERNEL_TONES[value],
  })),
];

interface PlacementPickerProps {
  readonly place: Placement;
  readonly title: string;
  readonly error: string | undefined;
}

/** The adapter beside one half of every block: its kernel, drawn on a small grid, and its bottleneck. */
export function PlacementPicker({ place, title, error }: PlacementPickerProps) {
  const session = useSession();
  const adapters = useApp((state) => state.config.adapters);
  const spec = adapters[place];
  const bottleneck = spec?.bottleneck ?? adapters.attn?.bottleneck ?? adapters.ffn?.bottleneck ?? 4;
  const choose = (choice: Choice) =>
    session.configure({
      adapters: { ...adapters, [place]: choice === 'none' ? null : { kernel: choice, bottleneck } },
    });
  return (
    <div className={styles.placement}>
      <RadioRow
        legend={title}
        term={place === 'attn' ? 'placement' : 'kernel'}
        value={spec?.kernel ?? 'none'}
        options={OPTIONS}
        onChange={choose}
      />
      {spec ? (
        <div className={styles.spec}>
          <KernelGrid kernel={spec.kernel} />
          <NumberField
            label="Bottleneck r"
            term="bottleneck"
            value={spec.bottleneck}
            min={1}
            step={1}
            error={error}
            hint={`Mixes ${KERNELS[spec.kernel].mixes}.`}
            onChange={(value) =>
              session.configure({ adapters: { ...adapters, [place]: { ...spec, bottleneck: value } } })
            }
          />
        </div>
      ) : null}
    </div>
  );
}
