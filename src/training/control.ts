import { nextTurn } from '../core/nextTurn';

/** How the page steers a run: pause, resume, one step, stop. The loop asks `gate` before every step. */
export interface RunControl {
  pause(): void;
  resume(): void;
  step(): void;
  stop(): void;
  readonly stopping: boolean;
  readonly paused: boolean;
  /** Resolves when the run is to stop. */
  readonly stopped: Promise<void>;
  /** Gives waiting messages their turn. Answers whether to go on. */
  turn(): Promise<'go' | 'stop'>;
  /**
   * As `turn`, but waits while paused; lets one step through for each `step`. Runs `settle` before it waits, and says that
   * the run is paused only after that: when nothing of the steps before is under way any more.
   */
  gate(settle?: () => Promise<void>): Promise<'go' | 'stop'>;
  /** Waits while paused, as `gate` does, and takes no turn otherwise: on the way to a step, which is let through by `gate`. */
  hold(settle: () => Promise<void>): Promise<void>;
}

export function createRunControl(startPaused: boolean, onState: (state: 'running' | 'paused') => void): RunControl {
  let paused = startPaused;
  let stopping = false;
  let steps = 0;
  let wake: () => void = () => undefined;
  let told: 'running' | 'paused' = startPaused ? 'paused' : 'running';
  const tell = (state: 'running' | 'paused') => {
    if (told !== state) onState(state);
    told = state;
  };
  const isHeld = () => paused && steps === 0 && !stopping;
  let end: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => (end = resolve));
  const hold = async (settle?: () => Promise<void>) => {
    while (isHeld()) {
      await settle?.();
      if (!isHeld()) break;
      tell('paused');
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  return {
    stopped,
    hold,
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      tell('running');
      wake();
    },
    step() {
      if (paused) steps++;
      paused = true;
      wake();
    },
    stop() {
      stopping = true;
      end();
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
    async gate(settle) {
      await nextTurn();
      await hold(settle);
      if (steps > 0) steps--;
      return stopping ? 'stop' : 'go';
    },
  };
}
