import styles from './Look.module.css';

/** Narrower than this share of the picture, the word stands upright. */
const NARROW = 0.22;

interface PaddingMarkProps {
  /** Where the padding begins, as a share of the picture's width. */
  readonly from: number;
  /** In a picture too small for words. */
  readonly small?: boolean;
}

/** Hatching over the part of a picture that is padding. Decorative: what it means is said beside the picture. */
export function PaddingMark({ from, small }: PaddingMarkProps) {
  return (
    <span
      className={styles.padding}
      style={{ insetInlineStart: `${from * 100}%` }}
      data-small={small ? '' : undefined}
      data-narrow={1 - from < NARROW ? '' : undefined}
      data-testid={small ? undefined : 'padding'}
      aria-hidden
    >
      {small ? null : <span>padding</span>}
    </span>
  );
}
