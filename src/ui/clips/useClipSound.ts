import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { play, type Playing } from '../look/player';
import { useSession } from '../sessionContext';

/** One sound at a time: a second one ends the first. */
let current: Playing | null = null;

export interface ClipSound {
  /** The clip that sounds; null in silence. */
  readonly playing: string | null;
  /** Plays a clip; the one that sounds is stopped. */
  readonly toggle: (id: string) => Promise<void>;
}

/**
 * Plays clips of a list. `--cursor`, from 0 to 1, is set on the element inside `stage` whose `data-clip` names the clip.
 */
export function useClipSound(stage: RefObject<HTMLElement | null>): ClipSound {
  const session = useSession();
  const [playing, setPlaying] = useState<string | null>(null);
  const mine = useRef<{ readonly id: string; readonly sound: Playing; readonly seconds: number } | null>(null);

  useEffect(
    () => () => {
      if (mine.current?.sound === current) current?.stop();
    },
    [],
  );

  useEffect(() => {
    if (playing === null) return;
    let frame = 0;
    let marked: Element[] = [];
    const move = () => {
      const now = mine.current;
      if (!now) return;
      const share = String(Math.min(1, now.sound.position() / now.seconds));
      // Rows come and go as the list scrolls: looked up anew.
      marked = [...(stage.current?.querySelectorAll(`[data-clip="${CSS.escape(now.id)}"]`) ?? [])];
      for (const element of marked) {
        (element as HTMLElement).style.setProperty('--cursor', share);
        element.setAttribute('data-playing', '');
      }
      frame = requestAnimationFrame(move);
    };
    move();
    return () => {
      cancelAnimationFrame(frame);
      for (const element of marked) element.removeAttribute('data-playing');
    };
  }, [playing, stage]);

  const toggle = useCallback(
    async (id: string) => {
      const wasThis = mine.current?.id === id;
      current?.stop();
      if (wasThis) return;
      const sound = await session.clipAudio(id);
      current?.stop();
      const started = await play(sound, () => {
        if (mine.current?.sound !== started) return;
        mine.current = null;
        setPlaying(null);
      });
      current = started;
      mine.current = { id, sound: started, seconds: Math.max(0.01, sound.samples.length / sound.sampleRate) };
      setPlaying(id);
    },
    [session],
  );
  return { playing, toggle };
}
