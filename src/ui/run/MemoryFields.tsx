import type { MemoryPlan } from '../../training/memoryPlan';
import { NumberField } from '../common/NumberField';
import { SelectField } from '../common/SelectField';
import fields from '../common/Field.module.css';
import { count } from '../format';
import { useApp, useSession } from '../sessionContext';

const GB = 1e9;
const AUTO = 'auto';

/** The value of an option, and back. */
const textOf = (value: number | null) => (value === null ? AUTO : String(value));
const numberOf = (text: string) => (text === AUTO ? null : Number(text));

interface MemoryFieldsProps {
  readonly plan: MemoryPlan;
  /** Whether there is a graphics memory whose size only the person knows. */
  readonly isSaid: boolean;
}

/** How much memory there is, and how a run is to live in it. */
export function MemoryFields({ plan: { passage }, isSaid }: MemoryFieldsProps) {
  const session = useSession();
  const graphicsBytes = useApp((state) => state.preflight.graphicsBytes);
  const { batch, microBatch, segment } = useApp((state) => state.config);
  const depth = useApp((state) => state.backbone.summary?.config.depth ?? 1);
  const sizes = [...new Set([1, 2, 4, 8, 16, 32, 64, 128, batch, microBatch ?? batch])]
    .filter((size) => size <= batch)
    .sort((a, b) => a - b);
  const segments = Array.from({ length: depth - 1 }, (_, i) => i + 1);
  return (
    <div className={fields.grid}>
      {isSaid ? (
        <NumberField
          label="Graphics memory, GB"
          term="graphicsMemory"
          value={graphicsBytes / GB}
          min={0.5}
          step="any"
          hint="Browsers do not say."
          onChange={(gb) => {
            if (gb > 0) session.setGraphicsMemory(gb * GB);
          }}
        />
      ) : null}
      <SelectField
        label="Micro-batch"
        term="microBatch"
        value={textOf(microBatch === null ? null : Math.min(microBatch, batch))}
        options={[
          [AUTO, `As many as fit (${count(passage.microBatch)})`],
          ...sizes.map((size) => [String(size), count(size)] as const),
        ]}
        onChange={(text) => session.configure({ microBatch: numberOf(text) })}
      />
      <SelectField
        label="Layers kept"
        term="segment"
        value={textOf(segment)}
        options={[
          [AUTO, `As many as fit (${passage.segment === 0 ? 'all' : `${count(passage.segment)} at a time`})`],
          ['0', 'All'],
          ...segments.map((size) => [String(size), `${count(size)} at a time`] as const),
        ]}
        onChange={(text) => session.configure({ segment: numberOf(text) })}
      />
    </div>
  );
}
