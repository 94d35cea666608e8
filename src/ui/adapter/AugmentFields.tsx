import { MASKINGS } from '../../audio/masking';
import { entriesOf } from '../common/entries';
import fields from '../common/Field.module.css';
import { NumberField } from '../common/NumberField';
import { SelectField } from '../common/SelectField';
import { useSession } from '../sessionContext';
import styles from './Adapter.module.css';
import { CheckField } from '../common/CheckField';
import { useConfig } from './useConfig';

/** How training clips are varied before the model sees them. */
export function AugmentFields() {
  const session = useSession();
  const { config, faults } = useConfig();
  const mask = config.specAugment;
  return (
    <details className={styles.more}>
      <summary>Augmentation</summary>
      <div className={fields.grid}>
        <NumberField
          label="Frequency mask, bins"
          term="specAugment"
          value={mask.frequency}
          min={0}
          error={faults.get('maskFrequency')}
          onChange={(frequency) => session.configure({ specAugment: { ...mask, frequency } })}
        />
        <NumberField
          label="Time mask, frames"
          term="specAugment"
          value={mask.time}
          min={0}
          error={faults.get('maskTime')}
          onChange={(time) => session.configure({ specAugment: { ...mask, time } })}
        />
        <NumberField
          label="Mixup, % of clips"
          term="mixup"
          value={Math.round(config.mixup * 100)}
          min={0}
          max={100}
          error={faults.get('mixup')}
          onChange={(share) => session.configure({ mixup: share / 100 })}
        />
        <CheckField
          label="Noise and roll"
          term="noise"
          checked={config.noise}
          onChange={(noise) => session.configure({ noise })}
        />
      </div>
      <div className={styles.wide}>
        <SelectField
          label="Masks"
          term="masking"
          value={config.masking}
          options={entriesOf(MASKINGS).map(([name, { title }]) => [name, title] as const)}
          onChange={(masking) => session.configure({ masking })}
        />
      </div>
    </details>
  );
}
