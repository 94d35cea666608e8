import { OPTIMISERS } from '../../training/optimisers';
import { SCHEDULES } from '../../training/schedules';
import type { LossName } from '../../training/losses';
import { entriesOf } from '../common/entries';
import fields from '../common/Field.module.css';
import { NumberField } from '../common/NumberField';
import { SelectField } from '../common/SelectField';
import { seconds } from '../format';
import { useApp, useSession } from '../sessionContext';
import { AugmentFields } from './AugmentFields';
import { secondsOf } from './modelSize';
import { DEFAULT_PATCH, strideChoices, strideValue } from './strides';
import { useConfig } from './useConfig';

const LOSS_TITLES = { ce: 'Cross entropy', bce: 'Binary cross entropy' } as const satisfies Record<LossName, string>;

/** Every setting of a run beside its adapters. */
export function RecipeFields() {
  const session = useSession();
  const { config, faults } = useConfig();
  const patch = useApp((state) => state.backbone.summary?.config.patch ?? DEFAULT_PATCH);
  const strides = strideChoices(patch, config.stride);
  return (
    <>
      <div className={fields.grid}>
        <NumberField
          label="Epochs"
          term="epochs"
          value={config.epochs}
          min={1}
          error={faults.get('epochs')}
          onChange={(epochs) => session.configure({ epochs })}
        />
        <NumberField
          label="Batch"
          term="batch"
          value={config.batch}
          min={1}
          error={faults.get('batch')}
          onChange={(batch) => session.configure({ batch })}
        />
        <NumberField
          label="Learning rate"
          term="learningRate"
          value={config.learningRate}
          min={0}
          step="any"
          error={faults.get('learningRate')}
          onChange={(learningRate) => session.configure({ learningRate })}
        />
        <SelectField
          label="Schedule"
          term="schedule"
          value={config.schedule}
          options={entriesOf(SCHEDULES).map(([name, { title }]) => [name, title] as const)}
          onChange={(schedule) => session.configure({ schedule })}
        />
        <SelectField
          label="Optimiser"
          term="optimiser"
          value={config.optimiser}
          options={entriesOf(OPTIMISERS).map(([name, { title }]) => [name, title] as const)}
          onChange={(optimiser) => session.configure({ optimiser })}
        />
        <SelectField
          label="Loss"
          term="loss"
          value={config.loss}
          options={entriesOf(LOSS_TITLES)}
          onChange={(loss) => session.configure({ loss })}
        />
        <NumberField
          label="Frames a clip"
          term="frames"
          value={config.frames}
          min={patch[1]}
          step={patch[1]}
          error={faults.get('frames')}
          hint={seconds(secondsOf(config, config.frames))}
          onChange={(frames) => session.configure({ frames })}
        />
        <SelectField
          label="Patch overlap"
          term="stride"
          value={strideValue(config.stride)}
          options={strides.map(({ stride, title }) => [strideValue(stride), title] as const)}
          hint={faults.get('stride')}
          onChange={(value) => {
            const chosen = strides.find(({ stride }) => strideValue(stride) === value);
            if (chosen) session.configure({ stride: chosen.stride });
          }}
        />
        <NumberField
          label="Seed"
          term="seed"
          value={config.seed}
          min={0}
          error={faults.get('seed')}
          onChange={(seed) => session.configure({ seed })}
        />
      </div>
      <AugmentFields />
    </>
  );
}
