import { useMemo, useRef } from 'react';
import { PixelCanvas } from '../look/PixelCanvas';
import styles from './Clips.module.css';
import { useGlance } from './glances';
import { paintGlance } from './glancePicture';
import { useSight } from './useSight';

/** Waveform and spectrogram of a clip, drawn once it is in sight, with the cursor of its sound. Decorative. */
export function ClipPicture({ id }: { readonly id: string }) {
  const box = useRef<HTMLDivElement>(null);
  const glance = useGlance(id, useSight(box));
  const picture = useMemo(() => (glance && glance !== 'broken' ? paintGlance(glance) : null), [glance]);
  return (
    <div ref={box} className={styles.picture} data-drawn={picture ? '' : undefined} data-testid="clip-picture">
      {picture ? <PixelCanvas picture={picture} /> : null}
      {glance === 'broken' ? <span>cannot be read</span> : null}
      <div className={styles.cursor} />
    </div>
  );
}
