import type { FrontEndName } from '../audio/types';
import type { Problem } from '../core/problem';
import { emptyOverview, extendOverview, type Overview } from './overview';
import type { DetectionRule } from './types';

/** A long recording, and what the model has said of it so far. */
export interface TimelineState {
  /** `choosing`: the file holds several recordings, and one has to be named. What was read before an end stays. */
  readonly status: 'idle' | 'choosing' | 'opening' | 'reading' | 'done' | 'stopped' | 'failed';
  /** The recordings of a file that holds several. */
  readonly choices: readonly string[];
  readonly recording: RecordingName | null;
  readonly labels: readonly string[];
  /** The middles of the windows so far, in seconds. */
  readonly times: readonly number[];
  /** Scores [C] a window. */
  readonly rows: readonly Float32Array[];
  readonly secondsRead: number;
  readonly overview: Overview | null;
  readonly secondsLeft: number | null;
  readonly rule: DetectionRule;
  /** From window to window, in seconds; null for a quarter of a window. */
  readonly hopSeconds: number | null;
  readonly problem: Problem | null;
  /** What was found wrong with the recording, and used all the same. */
  readonly warnings: readonly Problem[];
}

export interface RecordingName {
  readonly name: string;
  /** Of all of it. */
  readonly seconds: number;
  /** Whether `seconds` is a guess. */
  readonly estimated: boolean;
  readonly frontEnd: FrontEndName;
  readonly windowSeconds: number;
  readonly hopSeconds: number;
}

export const DEFAULT_THRESHOLD = 0.5;

export const NO_TIMELINE: TimelineState = {
  status: 'idle',
  choices: [],
  recording: null,
  labels: [],
  times: [],
  rows: [],
  secondsRead: 0,
  overview: null,
  secondsLeft: null,
  rule: { thresholds: [], minSeconds: 0.5, gapSeconds: 0.5 },
  hopSeconds: null,
  problem: null,
  warnings: [],
};

export type TimelineEvent =
  | { readonly type: 'timeline.choosing'; readonly choices: readonly string[] }
  | { readonly type: 'timeline.opening' }
  | { readonly type: 'timeline.opened'; readonly recording: RecordingName }
  | {
      readonly type: 'timeline.scored';
      readonly labels: readonly string[];
      readonly times: readonly number[];
      readonly rows: readonly Float32Array[];
      readonly secondsRead: number;
      readonly secondsLeft: number | null;
      readonly columns: Uint8Array;
      readonly bands: number;
      readonly columnsPerSecond: number;
      readonly warnings: readonly Problem[];
    }
  | { readonly type: 'timeline.ended'; readonly status: 'done' | 'stopped' }
  | { readonly type: 'timeline.failed'; readonly problem: Problem }
  | { readonly type: 'timeline.rule'; readonly patch: Partial<DetectionRule> }
  | { readonly type: 'timeline.hop'; readonly hopSeconds: number | null };

/** The timeline after an event. Pure. */
export function reduceTimeline(state: TimelineState, event: TimelineEvent): TimelineState {
  switch (event.type) {
    case 'timeline.choosing':
      return { ...state, status: 'choosing', choices: event.choices, problem: null };
    case 'timeline.opening':
      return { ...state, status: 'opening', problem: null };
    case 'timeline.opened': {
      const { rule, hopSeconds, labels, choices } = state;
      return { ...NO_TIMELINE, rule, hopSeconds, labels, choices, status: 'reading', recording: event.recording };
    }
    case 'timeline.scored':
      return scored(state, event);
    case 'timeline.ended':
      return { ...state, status: event.status, secondsLeft: null };
    case 'timeline.failed':
      return { ...state, status: 'failed', problem: event.problem, secondsLeft: null };
    case 'timeline.rule':
      return { ...state, rule: { ...state.rule, ...event.patch } };
    case 'timeline.hop':
      return { ...state, hopSeconds: event.hopSeconds };
  }
}

function scored(state: TimelineState, event: Extract<TimelineEvent, { type: 'timeline.scored' }>): TimelineState {
  const { labels, bands, columns, columnsPerSecond, secondsRead, secondsLeft } = event;
  const overview = state.overview ?? emptyOverview(bands, 1 / columnsPerSecond);
  const isSame = labels.length === state.labels.length && labels.every((label, c) => label === state.labels[c]);
  const known = isSame && state.rule.thresholds.length === labels.length;
  const thresholds = known ? state.rule.thresholds : labels.map(() => DEFAULT_THRESHOLD);
  return {
    ...state,
    labels: isSame ? state.labels : labels,
    rule: known ? state.rule : { ...state.rule, thresholds },
    times: [...state.times, ...event.times],
    rows: [...state.rows, ...event.rows],
    secondsRead,
    secondsLeft,
    overview: extendOverview(overview, columns, columnsPerSecond),
    warnings: [...state.warnings, ...event.warnings],
  };
}
