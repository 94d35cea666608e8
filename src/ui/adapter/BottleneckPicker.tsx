import type { Placement } from '../../model/adapters';
import fields from '../common/Field.module.css';
import { NumberField } from '../common/NumberField';
import { useApp, useSession } from '../sessionContext';
import { CheckField } from '../common/CheckField';

interface BottleneckPickerProps {
  readonly place: Placement;
  readonly title: string;
  readonly error: string | undefined;
}

/** An adapter of two linear layers at one half of every block: whether there is one, and its bottleneck. */
export function BottleneckPicker({ place, title, error }: BottleneckPickerProps) {
  const session = useSession();
  const adapters = useApp((state) => state.config.adapters);
  const spec = adapters[place];
  const bottleneck = spec?.bottleneck ?? adapters.attn?.bottleneck ?? adapters.ffn?.bottleneck ?? 4;
  return (
    <div className={fields.grid} role="group" aria-label={title}>
      <CheckField
        label={title}
        term="placement"
        checked={spec !== null}
        onChange={(isThere) =>
          session.configure({ adapters: { ...adapters, [place]: isThere ? { kernel: 'linear', bottleneck } : null } })
        }
      />
      {spec ? (
        <NumberField
          label="Bottleneck r"
          term="bottleneck"
          value={spec.bottleneck}
          min={1}
          error={error}
          onChange={(value) =>
            session.configure({ adapters: { ...adapters, [place]: { ...spec, bottleneck: value } } })
          }
        />
      ) : null}
    </div>
  );
}
