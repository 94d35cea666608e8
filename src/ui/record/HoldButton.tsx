import { Circle, Square } from 'lucide-react';
import type { KeyboardEvent, MouseEvent, PointerEvent } from 'react';
import controls from '../common/controls.module.css';
import { useApp, useSession } from '../sessionContext';

interface HoldButtonProps {
  readonly label: string;
  readonly disabled: boolean;
}

/** Records while it is held down; with the keyboard, or a screen reader, one press begins and the next one ends. */
export function HoldButton({ label, disabled }: HoldButtonProps) {
  const session = useSession();
  const { status, series } = useApp((state) => state.microphone.recorder);
  const isRecording = status === 'recording' && series === null;
  const toggle = () => (isRecording ? session.endTake() : session.startTake(label));
  const onPointerDown = (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    if (!isRecording) session.startTake(label);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.key !== ' ' && event.key !== 'Enter') || event.repeat) return;
    event.preventDefault();
    toggle();
  };
  // A click without a pointer before it: from a screen reader, which cannot hold.
  const onClick = (event: MouseEvent) => {
    if (event.detail === 0) toggle();
  };
  return (
    <button
      type="button"
      className={isRecording ? controls.primary : controls.button}
      disabled={disabled || status === 'counting' || (status === 'recording' && series !== null)}
      onPointerDown={onPointerDown}
      onPointerUp={() => session.endTake()}
      onPointerCancel={() => session.endTake()}
      onKeyDown={onKeyDown}
      onKeyUp={(event) => event.key === ' ' && event.preventDefault()}
      onClick={onClick}
      aria-pressed={isRecording}
      data-testid="hold-to-record"
    >
      {isRecording ? <Square size={16} aria-hidden /> : <Circle size={16} aria-hidden />}
      {isRecording ? 'Recording' : 'Hold to record'}
    </button>
  );
}
