import { FRONT_ENDS } from '../audio/frontEnds';
import type { Problem } from '../core/problem';
import { RELEASE_SHARE, type LogEntry } from '../detection/liveState';
import { advance, finish, smoothed, type HeardSound } from '../detection/trigger';
import { guarded, type SessionContext } from './context';
import type { Microphone } from './microphone';
import { modelInUse } from './modelInUse';
import type { Session } from './session';

type ListenActions = Pick<Session, 'startListening' | 'stopListening' | 'setListening' | 'clearHeard'>;

/** Frames of the picture that scrolls by, at the least. */
const SHOWN_FRAMES = 1000;
/** The first scores come after so much sound, padded to the window, as short clips are. Seconds. */
const FIRST_SECONDS = 0.5;
/** Of the pace: how much of it each new interval is. */
const PACE_WEIGHT = 0.2;

/**
 * The microphone through the trained model. A window of the newest frames goes to the engine every hop, and never before the
 * one before it has come back: where the engine is slow, hops are left out and nothing piles up.
 */
export function createListenActions({ store, engine }: SessionContext, microphone: Microphone): ListenActions {
  const { dispatch } = store;
  let nextId = 1;

  /** What one turn of listening keeps; a new one for each. */
  const createTurn = (frames: number, framesPerSecond: number) => {
    const began = Date.now();
    let isBusy = false;
    let scored = 0;
    let lastAt = 0;
    let lastDone = performance.now();
    let interval: number | null = null;

    const logOf = (ended: readonly HeardSound[]): LogEntry[] =>
      ended.map(({ classIndex, start, end, peak }) => ({
        id: nextId++,
        label: store.getState().live.labels[classIndex] ?? '',
        at: began + 1000 * start,
        seconds: end - start + store.getState().live.options.hopSeconds,
        peak,
      }));

    const score = async () => {
      const rolling = microphone.rolling();
      if (!rolling) return;
      const { total } = rolling.rows;
      const at = total / framesPerSecond;
      const asked = performance.now();
      const { labels, scores } = await engine().call('score', { windows: [rolling.rows.last(frames)], batch: 1 });
      const { live } = store.getState();
      if (live.status === 'off' || microphone.rolling() !== rolling) return;
      const { smoothSeconds, threshold, holdSeconds } = live.options;
      const calm = smoothed(live.scores, scores, at - lastAt, smoothSeconds);
      const rule = { threshold, release: threshold * RELEASE_SHARE, holdSeconds };
      const { state: heard, ended } = advance(live.heard, at, calm, rule);
      const done = performance.now();
      interval = interval === null ? done - lastDone : interval + PACE_WEIGHT * (done - lastDone - interval);
      [lastAt, lastDone] = [at, done];
      const pace = { latency: done - asked, perSecond: 1000 / Math.max(1, interval) };
      dispatch({ type: 'live.scored', labels, scores: calm, heard, ended: logOf(ended), pace });
    };

    return {
      onBlock() {
        const total = microphone.rolling()?.rows.total ?? 0;
        const { hopSeconds } = store.getState().live.options;
        const isDue = total - scored >= hopSeconds * framesPerSecond;
        if (isBusy || document.hidden || !isDue || total < FIRST_SECONDS * framesPerSecond) return;
        isBusy = true;
        scored = total;
        void guarded('Listening', (problem) => stop(problem), score).finally(() => (isBusy = false));
      },
      ended: () => logOf(finish(store.getState().live.heard)),
    };
  };

  let turn: ReturnType<typeof createTurn> | null = null;
  /** Why it stops, where that is not the microphone's doing. */
  let reason: Problem | null = null;
  const stop = (problem: Problem | null) => {
    reason = problem;
    microphone.turnOff();
  };
  const onOff = () => {
    document.removeEventListener('visibilitychange', onVisibility);
    dispatch({ type: 'live.stopped', ended: turn?.ended() ?? [], problem: reason });
    turn = null;
    reason = null;
  };
  const onVisibility = () => dispatch({ type: 'live.paused', isPaused: document.hidden });

  return {
    startListening: () =>
      guarded(
        'Listening',
        (problem) => dispatch({ type: 'live.stopped', ended: [], problem }),
        async () => {
          const { frontEnd, frames } = modelInUse(store.getState(), 'Listening');
          const { framesPerSecond } = FRONT_ENDS[frontEnd];
          const kept = Math.max(frames, SHOWN_FRAMES);
          const mine = createTurn(frames, framesPerSecond);
          await microphone.turnOn({ purpose: 'listen', frontEnd, frames: kept, onBlock: () => mine.onBlock(), onOff });
          if (store.getState().microphone.status !== 'on') return;
          turn = mine;
          document.addEventListener('visibilitychange', onVisibility);
          dispatch({ type: 'live.started' });
        },
      ),
    stopListening: () => stop(null),
    setListening: (patch) => dispatch({ type: 'live.options', patch }),
    clearHeard: () => dispatch({ type: 'live.log-cleared' }),
  };
}
