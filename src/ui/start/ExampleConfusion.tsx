import type { CSSProperties } from 'react';
import type { Example } from '../../example/example';
import { plural } from '../format';
import styles from './Example.module.css';
import { mistakeSentence } from './exampleWords';

/** What the validation clips are against what the model said, in small. */
export function ExampleConfusion({ example }: { readonly example: Example }) {
  const { confusion, classes, parts } = example;
  const mistake = mistakeSentence(example);
  return (
    <figure className={styles.part}>
      <figcaption>Confusion matrix</figcaption>
      <table className={styles.matrix}>
        <thead>
          <tr>
            <th scope="col">
              <span className={styles.quiet}>clips are</span>
            </th>
            {classes.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classes.map((name, label) => {
            const row = confusion[label] ?? [];
            const sum = row.reduce((total, count) => total + count, 0);
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                {classes.map((other, said) => {
                  const count = row[said] ?? 0;
                  return (
                    <td
                      key={other}
                      data-right={label === said ? '' : undefined}
                      style={{ '--share': count / Math.max(1, sum) } as CSSProperties}
                    >
                      {count > 0 ? count : ''}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
      <p>
        Rows are what the {plural(parts.validation, 'validation clip')} are, columns what the model says: right ones
        stand on the diagonal. {mistake}
      </p>
    </figure>
  );
}
