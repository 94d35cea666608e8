import { ChevronLeft, ChevronRight, Maximize2, Play, Square, ZoomIn, ZoomOut, type LucideIcon } from 'lucide-react';
import controls from '../common/controls.module.css';

export interface TimelineMoves {
  closer(): void;
  further(): void;
  whole(): void;
  earlier(): void;
  later(): void;
}

interface TimelineToolsProps {
  readonly moves: TimelineMoves;
  readonly isPlaying: boolean;
  readonly onPlay: () => void;
}

const TOOLS: readonly (readonly [keyof TimelineMoves, string, LucideIcon])[] = [
  ['earlier', 'Earlier', ChevronLeft],
  ['later', 'Later', ChevronRight],
  ['closer', 'Closer', ZoomIn],
  ['further', 'Further', ZoomOut],
  ['whole', 'The whole recording', Maximize2],
];

/** Moves about the recording, and plays it from the cursor. */
export function TimelineTools({ moves, isPlaying, onPlay }: TimelineToolsProps) {
  return (
    <div className={controls.row} role="group" aria-label="Timeline">
      <button type="button" className={controls.button} onClick={onPlay} data-testid="play-recording">
        {isPlaying ? <Square size={14} aria-hidden /> : <Play size={16} aria-hidden />}
        {isPlaying ? 'Stop' : 'Play from the cursor'}
      </button>
      {TOOLS.map(([move, title, Icon]) => (
        <button
          key={move}
          type="button"
          className={controls.icon}
          onClick={() => moves[move]()}
          aria-label={title}
          title={title}
        >
          <Icon size={16} aria-hidden />
        </button>
      ))}
    </div>
  );
}
