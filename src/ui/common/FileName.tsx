import styles from './FileName.module.css';

/** A name from outside: text only, kept apart from the direction of the text around it, cut to one line. */
export function FileName({ name }: { readonly name: string }) {
  return (
    <bdi className={styles.name} title={name}>
      {name}
    </bdi>
  );
}
