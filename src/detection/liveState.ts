import type { Problem } from '../core/problem';
import { SILENT, type TriggerState } from './trigger';

/** What is heard while the microphone is on. */
export interface LiveState {
  /** `paused`: the tab is hidden, and nothing is worked out. */
  readonly status: 'off' | 'listening' | 'paused';
  readonly labels: readonly string[];
  /** Smoothed, by class; null before the first. */
  readonly scores: readonly number[] | null;
  readonly heard: TriggerState;
  /** Newest first. */
  readonly log: readonly LogEntry[];
  readonly pace: Pace | null;
  readonly options: LiveOptions;
  readonly problem: Problem | null;
}

/** A sound that began and ended, by the clock on the wall. */
export interface LogEntry {
  readonly id: number;
  readonly label: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly seconds: number;
  readonly peak: number;
}

export interface Pace {
  /** From the newest sample of a window to its scores. Milliseconds. */
  readonly latency: number;
  /** Windows a second. */
  readonly perSecond: number;
}

export interface LiveOptions {
  /** From window to window. Seconds. */
  readonly hopSeconds: number;
  /** Time constant of the smoothing; 0 for none. Seconds. */
  readonly smoothSeconds: number;
  readonly threshold: number;
  readonly holdSeconds: number;
}

/** A class is over once its score is below this share of the threshold. */
export const RELEASE_SHARE = 0.8;
const LONGEST_LOG = 200;

export const NO_LIVE: LiveState = {
  status: 'off',
  labels: [],
  scores: null,
  heard: SILENT,
  log: [],
  pace: null,
  options: { hopSeconds: 0.25, smoothSeconds: 0.4, threshold: 0.6, holdSeconds: 0.5 },
  problem: null,
};

export type LiveEvent =
  | { readonly type: 'live.started' }
  | { readonly type: 'live.paused'; readonly isPaused: boolean }
  | {
      readonly type: 'live.scored';
      readonly labels: readonly string[];
      readonly scores: readonly number[];
      readonly heard: TriggerState;
      readonly ended: readonly LogEntry[];
      readonly pace: Pace;
    }
  | { readonly type: 'live.stopped'; readonly ended: readonly LogEntry[]; readonly problem: Problem | null }
  | { readonly type: 'live.options'; readonly patch: Partial<LiveOptions> }
  | { readonly type: 'live.log-cleared' };

const logged = (log: readonly LogEntry[], ended: readonly LogEntry[]) =>
  ended.length === 0 ? log : [...ended.toReversed(), ...log].slice(0, LONGEST_LOG);

/** The state after an event. Pure. The log stays until it is cleared. */
export function reduceLive(state: LiveState, event: LiveEvent): LiveState {
  switch (event.type) {
    case 'live.started':
      return { ...NO_LIVE, status: 'listening', log: state.log, options: state.options };
    case 'live.paused':
      if (state.status === 'off') return state;
      return { ...state, status: event.isPaused ? 'paused' : 'listening' };
    case 'live.scored': {
      if (state.status === 'off') return state;
      const { labels, scores, heard, pace } = event;
      return { ...state, labels, scores, heard, pace, log: logged(state.log, event.ended) };
    }
    case 'live.stopped':
      return {
        ...state,
        status: 'off',
        scores: null,
        heard: SILENT,
        pace: null,
        log: logged(state.log, event.ended),
        problem: event.problem,
      };
    case 'live.options':
      return { ...state, options: { ...state.options, ...event.patch } };
    case 'live.log-cleared':
      return { ...state, log: [] };
  }
}
