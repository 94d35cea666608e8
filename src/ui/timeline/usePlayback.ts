import { useCallback, useEffect, useRef, useState } from 'react';
import { useAttempt } from '../common/useAttempt';
import type { Problem } from '../../core/problem';
import { play, type Playing } from '../look/player';
import { useSession } from '../sessionContext';

export interface Playback {
  readonly isPlaying: boolean;
  /** Plays a stretch of the recording; what was playing ends. */
  start(from: number, to: number): void;
  stop(): void;
  readonly problem: Problem | null;
}

/** Plays stretches of the recording, and tells where it is with every frame. */
export function usePlayback(onPosition: (seconds: number) => void): Playback {
  const session = useSession();
  const { attempt, problem } = useAttempt('The recording');
  const [isPlaying, setIsPlaying] = useState(false);
  const playing = useRef<Playing | null>(null);
  const turn = useRef(0);
  const moved = useRef(onPosition);
  useEffect(() => {
    moved.current = onPosition;
  });

  const stop = useCallback(() => {
    turn.current++;
    playing.current?.stop();
    playing.current = null;
    setIsPlaying(false);
  }, []);

  const start = useCallback(
    (from: number, to: number) => {
      stop();
      const mine = turn.current;
      attempt(async () => {
        const sound = await session.recordingSound(from, to);
        if (mine !== turn.current) return;
        const now = await play(sound, () => {
          if (mine === turn.current) stop();
        });
        if (mine !== turn.current) return now.stop();
        playing.current = now;
        setIsPlaying(true);
        const move = () => {
          if (mine !== turn.current) return;
          moved.current(Math.min(to, from + now.position()));
          requestAnimationFrame(move);
        };
        move();
      });
    },
    [attempt, session, stop],
  );

  useEffect(() => stop, [stop]);
  return { isPlaying, start, stop, problem };
}
