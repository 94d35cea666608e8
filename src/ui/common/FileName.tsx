import styles from './FileName.module.css';

/** A name from outside: text only, each part kept apart from the direction of the text around it, cut to one line, a path's folder first. */
export function FileName({ name }: { readonly name: string }) {
  const end = name.lastIndexOf('/') + 1;
  return (
    <bdi className={styles.name} title={name}>
      {end > 0 ? <bdi className={styles.folder}>{name.slice(0, end)}</bdi> : null}
      <bdi className={styles.own}>{name.slice(end)}</bdi>
    </bdi>
  );
}
