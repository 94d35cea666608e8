import { Plus } from 'lucide-react';
import { PLACEMENTS, type AdapterPlan, type Placement } from '../../model/adapters';
import { ChoiceMenu, type Choice } from '../common/ChoiceMenu';
import { useSession } from '../sessionContext';
import styles from './Diagram.module.css';
import { ABOVE, BOX, TALL } from './DiagramHalf';
import { KernelGrid } from './KernelGrid';
import { adapterWith, kernelOptions, kernelTitle, type KernelChoice } from './kernels';

interface DiagramMenusProps {
  readonly adapters: AdapterPlan;
  /** Where each half begins, and the size of the whole drawing, in its own units. */
  readonly at: Readonly<Record<Placement, number>>;
  readonly size: readonly [number, number];
}

const TITLES = { attn: 'Beside attention', ffn: 'Beside FFN' } as const satisfies Record<Placement, string>;

/** The adapters of the drawing as buttons over it: each opens the kernels that it can have. */
export function DiagramMenus({ adapters, at, size: [width, height] }: DiagramMenusProps) {
  const session = useSession();
  return PLACEMENTS.map((place) => {
    const spec = adapters[place];
    const choices = kernelOptions(spec?.size).map(({ value, label }): Choice<KernelChoice> => ({
      value,
      label,
      picture: value === 'none' ? null : <KernelGrid spec={spec ? { ...spec, kernel: value } : { kernel: value }} />,
    }));
    return (
      <ChoiceMenu
        key={place}
        label={`${TITLES[place]}: ${spec ? kernelTitle(spec) : 'no adapter'}. Change the kernel`}
        value={spec?.kernel ?? 'none'}
        choices={choices}
        onChoose={(kernel) =>
          session.configure({ adapters: { ...adapters, [place]: adapterWith(adapters, place, kernel) } })
        }
        className={spec ? styles.overAdapter : styles.addAdapter}
        style={{
          insetInlineStart: `${(100 * (at[place] + 24)) / width}%`,
          insetBlockStart: `${(100 * (ABOVE - TALL / 2)) / height}%`,
          inlineSize: `${(100 * BOX) / width}%`,
          blockSize: `${(100 * TALL) / height}%`,
        }}
      >
        {spec ? null : (
          <>
            <Plus size={14} aria-hidden /> Adapter
          </>
        )}
      </ChoiceMenu>
    );
  });
}
