import { nextTurn } from '../core/nextTurn';

/** How the page steers a run: pause, resume, one step, stop. The loop asks `gate` before every step. */
export interface RunControl {
  pause(): void;
  resume(): void;
  step(): void;
  stop(): void;
  readonly stopping: boolean;
  readonly paused: boolean;
  /** Gives waiting messages their turn. Answers whether to go on. */
  turn(): Promise<'go' | 'stop'>;
  /** As `turn`, but waits while paused; lets one step through for each `step`. */
  gate(): Promise<'go' | 'stop'>;
}

export function createRunControl(startPaused: boolean, onState: (state: 'running' | 'paused') => void): RunControl {
  let paused = startPaused;
  let stopping = false;
  let steps = 0;
  let wake: () => void = () => undefined;
  const change = (next: boolean) => {
    if (paused !== next) onState(next ? 'paused' : 'running');
    paused = next;
    wake();
  };
  return {
    pause: () => change(true),
    resume: () => change(false),
    step() {
      if (!paused) return change(true);
      steps++;
      wake();
    },
    stop() {
      stopping = true;
      wake();
    },
    get stopping() {
      return stopping;
    },
    get paused() {
      return paused && steps === 0;
    },
    async turn() {
      await nextTurn();
      return stopping ? 'stop' : 'go';
    },
    async gate() {
      await nextTurn();
      while (paused && steps === 0 && !stopping) await new Promise<void>((resolve) => (wake = resolve));
      if (steps > 0) steps--;
      return stopping ? 'stop' : 'go';
    },
  };
}
