import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { play, type Playing, type Sound } from './player';

interface Player<K> {
  /** Which of the sounds plays, or is being made. */
  readonly current: K | null;
  readonly isPlaying: boolean;
  /** Stops what plays; plays `key` unless it was that. */
  toggle(key: K, load: () => Promise<Sound>): Promise<void>;
}

/**
 * Plays one of several sounds at a time, and moves the cursor over every plot of the stage.
 * @param of what the sounds are of: another ends them
 * @param seconds length of the plots' time axis
 * @param stage what holds the plots: `--cursor` is set on it, from 0 to 1
 */
export function usePlayer<K extends string>(
  of: string,
  seconds: number,
  stage: RefObject<HTMLElement | null>,
): Player<K> {
  const [current, setCurrent] = useState<K | null>(null);
  const [isPlaying, setIsPlaying] = useState(false);
  const playing = useRef<Playing | null>(null);
  /** Counts what was asked for, so that a sound that comes too late does not play. */
  const asked = useRef(0);

  const stop = useCallback(() => {
    asked.current++;
    playing.current?.stop();
    playing.current = null;
    setCurrent(null);
    setIsPlaying(false);
  }, []);
  useEffect(() => stop, [of, stop]);

  useEffect(() => {
    const place = stage.current;
    if (!isPlaying || !place) return;
    let frame = 0;
    const move = () => {
      const share = (playing.current?.position() ?? 0) / seconds;
      place.style.setProperty('--cursor', String(Math.min(1, share)));
      frame = requestAnimationFrame(move);
    };
    place.dataset.playing = '';
    move();
    return () => {
      cancelAnimationFrame(frame);
      delete place.dataset.playing;
    };
  }, [isPlaying, seconds, stage]);

  const toggle = async (key: K, load: () => Promise<Sound>) => {
    const wasThis = current === key;
    stop();
    if (wasThis) return;
    const mine = asked.current;
    setCurrent(key);
    try {
      const sound = await load();
      if (asked.current !== mine) return;
      const started = await play(sound, () => {
        if (asked.current === mine) stop();
      });
      if (asked.current !== mine) return started.stop();
      playing.current = started;
      setIsPlaying(true);
    } catch (error) {
      if (asked.current === mine) stop();
      throw error;
    }
  };
  return { current, isPlaying, toggle };
}
