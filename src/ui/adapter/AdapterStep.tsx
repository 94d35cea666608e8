import { Section } from '../common/Section';
import controls from '../common/controls.module.css';
import { isRunActive } from '../run/runPhase';
import { useApp } from '../sessionContext';
import styles from './Adapter.module.css';
import { BlockDiagram } from './BlockDiagram';
import { MethodPicker } from './MethodPicker';
import { OptionFields } from './OptionFields';
import { ParameterCount } from './ParameterCount';
import { RecipeFields } from './RecipeFields';
import { RecipeRow } from './RecipeRow';
import { useConfig } from './useConfig';

/** What is trained, and how. */
export function AdapterStep() {
  const { config, faults } = useConfig();
  const isLocked = isRunActive(useApp((state) => state.run.status));
  const fault = faults.get('method');
  return (
    <Section id="adapter" title="Adapter and recipe">
      <div className={styles.halves}>
        <fieldset className={controls.stack} disabled={isLocked}>
          <legend className={controls.hidden}>What is trained</legend>
          <MethodPicker />
          <BlockDiagram config={config} />
          <OptionFields config={config} faults={faults} />
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
      </div>
      {isLocked ? <p className={controls.quiet}>These can be changed when the run has ended.</p> : null}
    </Section>
  );
}
