import { Square, Volume2 } from 'lucide-react';
import { useEffect, useRef, useState, type RefObject } from 'react';
import controls from '../common/controls.module.css';
import { ProblemNote } from '../common/ProblemNote';
import { useAttempt } from '../common/useAttempt';
import { useSession } from '../sessionContext';
import { play, type Playing } from './player';

interface PlayButtonProps {
  readonly clip: string;
  /** Length of the plots' time axis. */
  readonly seconds: number;
  /** What holds the plots: `--cursor` is set on it, from 0 to 1. */
  readonly stage: RefObject<HTMLElement | null>;
}

/** Plays the clip and moves the cursor over every plot of the stage. */
export function PlayButton({ clip, seconds, stage }: PlayButtonProps) {
  const session = useSession();
  const { attempt, problem } = useAttempt(clip);
  const [isPlaying, setIsPlaying] = useState(false);
  const playing = useRef<Playing | null>(null);

  useEffect(() => () => playing.current?.stop(), [clip]);

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

  const start = async () => {
    const sound = await session.clipAudio(clip);
    playing.current = await play(sound, () => setIsPlaying(false));
    setIsPlaying(true);
  };
  const toggle = () => (isPlaying ? playing.current?.stop() : attempt(start));

  return (
    <>
      <button type="button" className={controls.button} onClick={toggle}>
        {isPlaying ? <Square size={14} aria-hidden /> : <Volume2 size={16} aria-hidden />}
        {isPlaying ? 'Stop the sound' : 'Play the clip'}
      </button>
      {problem ? <ProblemNote problem={problem} /> : null}
    </>
  );
}
