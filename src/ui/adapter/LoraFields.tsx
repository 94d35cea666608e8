import { LORA_TARGETS, type LoraTarget } from '../../model/settings';
import controls from '../common/controls.module.css';
import fields from '../common/Field.module.css';
import { NumberField } from '../common/NumberField';
import { Term } from '../common/Term';
import { significant } from '../format';
import { useSession } from '../sessionContext';
import styles from './Adapter.module.css';
import type { OptionFieldsProps } from './OptionFields';

/** What each projection is, for those who do not know its letters. */
const TARGET_TITLES = {
  q: 'Query',
  k: 'Key',
  v: 'Value',
  proj: 'Output of attention',
  fc1: 'First of the FFN',
  fc2: 'Second of the FFN',
} as const satisfies Record<LoraTarget, string>;

/** Rank, scale and the projections that get a change of low rank. */
export function LoraFields({ config: { lora }, faults }: OptionFieldsProps) {
  const session = useSession();
  const fault = faults.get('loraTargets');
  const choose = (target: LoraTarget, isChosen: boolean) =>
    session.configure({
      lora: {
        ...lora,
        targets: LORA_TARGETS.filter((own) => (own === target ? isChosen : lora.targets.includes(own))),
      },
    });
  return (
    <>
      <div className={fields.grid}>
        <NumberField
          label="Rank"
          term="loraRank"
          value={lora.rank}
          min={1}
          error={faults.get('loraRank')}
          onChange={(rank) => session.configure({ lora: { ...lora, rank } })}
        />
        <NumberField
          label="Alpha"
          term="loraAlpha"
          value={lora.alpha}
          min={0}
          step="any"
          hint={`The change is scaled by alpha / rank: ${significant(lora.alpha / lora.rank, 3)}.`}
          error={faults.get('loraAlpha')}
          onChange={(alpha) => session.configure({ lora: { ...lora, alpha } })}
        />
      </div>
      <div role="group" aria-label="Projections" aria-describedby={fault ? 'lora-fault' : undefined}>
        <p className={styles.label}>
          Projections <Term name="loraTargets" />
        </p>
        <div className={styles.targets}>
          {LORA_TARGETS.map((target) => (
            <label key={target} className={controls.row} title={TARGET_TITLES[target]}>
              <input
                type="checkbox"
                checked={lora.targets.includes(target)}
                onChange={(event) => choose(target, event.target.checked)}
              />
              {target}
              <span className={controls.hidden}>: {TARGET_TITLES[target]}</span>
            </label>
          ))}
        </div>
        {fault ? (
          <p id="lora-fault" className={styles.fault}>
            {fault}
          </p>
        ) : null}
      </div>
    </>
  );
}
