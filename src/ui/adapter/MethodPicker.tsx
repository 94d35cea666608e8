import { METHODS, type MethodName } from '../../model/methods';
import controls from '../common/controls.module.css';
import { Field } from '../common/Field';
import { useApp, useSession } from '../sessionContext';
import styles from './Adapter.module.css';
import { METHOD_GROUPS, METHOD_TERMS } from './methodGroups';
import { MethodTable } from './MethodTable';

/** The way of training: a choice of ten, what the chosen one does, and all of them compared. */
export function MethodPicker() {
  const session = useSession();
  const method = useApp((state) => state.config.method);
  const { explain, source } = METHODS[method];
  const choose = (name: string) => {
    if (Object.hasOwn(METHODS, name)) session.configure({ method: name as MethodName });
  };
  return (
    <>
      <Field label="Method" term={METHOD_TERMS[method]}>
        {({ id }) => (
          <select
            id={id}
            value={method}
            aria-describedby="method-explained"
            onChange={(event) => choose(event.target.value)}
          >
            {METHOD_GROUPS.map(({ title, methods }) => (
              <optgroup key={title} label={title}>
                {methods.map(([name, label]) => (
                  <option key={name} value={name}>
                    {label}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        )}
      </Field>
      <p id="method-explained" className={controls.quiet}>
        {explain} <span className={styles.source}>{source}.</span>
      </p>
      <MethodTable />
    </>
  );
}
