import { METHODS, usesOption } from '../../model/methods';
import { entriesOf } from '../common/entries';
import { RadioRow } from '../common/RadioRow';
import { Section } from '../common/Section';
import controls from '../common/controls.module.css';
import { isRunActive } from '../run/runPhase';
import { useApp, useSession } from '../sessionContext';
import styles from './Adapter.module.css';
import { BlockDiagram } from './BlockDiagram';
import { ParameterCount } from './ParameterCount';
import { PlacementPicker } from './PlacementPicker';
import { PresetRow } from './PresetRow';
import { RecipeFields } from './RecipeFields';
import { RecipeRow } from './RecipeRow';
import { useConfig } from './useConfig';

/** Step 3: what is trained, and how. */
export function AdapterStep() {
  const session = useSession();
  const { config, faults } = useConfig();
  const isLocked = isRunActive(useApp((state) => state.run.status));
  const method = METHODS[config.method];
  const fault = faults.get('method');
  return (
    <Section id="adapter" step={3} title="Adapter and recipe">
      <fieldset className={controls.stack} disabled={isLocked}>
        <legend className={controls.hidden}>What is trained</legend>
        <RadioRow
          legend="Method"
          term="method"
          value={config.method}
          options={entriesOf(METHODS).map(([value, { title }]) => ({ value, label: title }))}
          onChange={(value) => session.configure({ method: value })}
        />
        <p className={controls.quiet}>{method.explain}</p>
        <BlockDiagram config={config} />
        {usesOption(config.method, 'adapters') ? (
          <>
            <PlacementPicker place="attn" title="Beside attention" error={faults.get('attn')} />
            <PlacementPicker place="ffn" title="Beside FFN" error={faults.get('ffn')} />
            <PresetRow />
          </>
        ) : null}
        {fault ? (
          <p className={styles.fault} role="alert">
            {fault}
          </p>
        ) : null}
        <ParameterCount />
      </fieldset>
      <fieldset className={controls.stack} disabled={isLocked}>
        <legend className={controls.hidden}>How it is trained</legend>
        <RecipeRow />
        <RecipeFields />
      </fieldset>
      {isLocked ? <p className={controls.quiet}>These can be changed when the run has ended.</p> : null}
    </Section>
  );
}
