import type { Problem } from '../core/problem';
import type { Device } from './capture';
import type { Take } from './takes';

/** The microphone, and what is being recorded with it. */
export interface MicrophoneState {
  readonly status: 'off' | 'asking' | 'on';
  /** What it is on for. */
  readonly purpose: Purpose | null;
  readonly devices: readonly Device[];
  /** The one that was chosen, or that is on; null for the browser's own choice. */
  readonly deviceId: string | null;
  readonly problem: Problem | null;
  readonly recorder: RecorderState;
}

export type Purpose = 'record' | 'listen';

export interface RecorderState {
  /** `counting`: a series begins in `countdown` seconds. */
  readonly status: 'idle' | 'counting' | 'recording';
  readonly countdown: number;
  /** Clips made and wanted of a series; null where a take lasts until it is ended. */
  readonly series: { readonly done: number; readonly total: number } | null;
  /** Newest last: those of this visit and those that earlier ones left. */
  readonly takes: readonly Take[];
  /** Of those, which are in the data now. */
  readonly added: readonly number[];
  /** Why takes are not kept for the next visit; null where they are. */
  readonly problem: Problem | null;
  /** Takes that are being added to the data. */
  readonly isAdding: boolean;
}

export const NO_MICROPHONE: MicrophoneState = {
  status: 'off',
  purpose: null,
  devices: [],
  deviceId: null,
  problem: null,
  recorder: { status: 'idle', countdown: 0, series: null, takes: [], added: [], problem: null, isAdding: false },
};

export type MicrophoneEvent =
  | { readonly type: 'microphone.asking'; readonly purpose: Purpose }
  | { readonly type: 'microphone.on'; readonly deviceId: string | null }
  | { readonly type: 'microphone.off'; readonly problem: Problem | null }
  | { readonly type: 'microphone.devices'; readonly devices: readonly Device[] }
  | { readonly type: 'microphone.chosen'; readonly deviceId: string | null }
  | { readonly type: 'recorder.counting'; readonly countdown: number; readonly total: number }
  | { readonly type: 'recorder.recording'; readonly total: number | null }
  | { readonly type: 'recorder.took'; readonly take: Take }
  /** What earlier visits left. */
  | { readonly type: 'recorder.restored'; readonly takes: readonly Take[] }
  | { readonly type: 'recorder.added'; readonly ids: readonly number[] }
  /** Other data was opened: what was added is not in it. */
  | { readonly type: 'recorder.unadded' }
  | { readonly type: 'recorder.unkept'; readonly problem: Problem | null }
  | { readonly type: 'recorder.idle' }
  | { readonly type: 'recorder.adding'; readonly isAdding: boolean }
  | { readonly type: 'recorder.dropped'; readonly ids: readonly number[] };

/** The microphone after an event. Pure. Takes stay, whatever becomes of the microphone. */
export function reduceMicrophone(state: MicrophoneState, event: MicrophoneEvent): MicrophoneState {
  const withRecorder = (patch: Partial<RecorderState>) => ({ ...state, recorder: { ...state.recorder, ...patch } });
  const { series, takes } = state.recorder;
  switch (event.type) {
    case 'microphone.asking':
      return { ...state, status: 'asking', purpose: event.purpose, problem: null };
    case 'microphone.on':
      return { ...state, status: 'on', deviceId: event.deviceId };
    case 'microphone.off':
      return { ...withRecorder(IDLE), status: 'off', purpose: null, problem: event.problem };
    case 'microphone.devices':
      return { ...state, devices: event.devices };
    case 'microphone.chosen':
      return { ...state, deviceId: event.deviceId };
    case 'recorder.counting':
      return withRecorder({ status: 'counting', countdown: event.countdown, series: { done: 0, total: event.total } });
    case 'recorder.recording':
      return withRecorder({
        ...IDLE,
        status: 'recording',
        series: event.total === null ? null : { done: 0, total: event.total },
      });
    case 'recorder.took':
      return withRecorder({ takes: [...takes, event.take], series: series && { ...series, done: series.done + 1 } });
    case 'recorder.restored':
      return withRecorder({ takes: [...event.takes, ...takes] });
    case 'recorder.added':
      return withRecorder({ added: [...state.recorder.added, ...event.ids] });
    case 'recorder.unadded':
      return state.recorder.added.length === 0 ? state : withRecorder({ added: [] });
    case 'recorder.unkept':
      return withRecorder({ problem: event.problem });
    case 'recorder.idle':
      return withRecorder(IDLE);
    case 'recorder.adding':
      return withRecorder({ isAdding: event.isAdding });
    case 'recorder.dropped':
      return withRecorder({
        takes: takes.filter(({ id }) => !event.ids.includes(id)),
        added: state.recorder.added.filter((id) => !event.ids.includes(id)),
      });
  }
}

/** The takes that are not in the data. */
export function waitingTakes({ takes, added }: Pick<RecorderState, 'takes' | 'added'>): readonly Take[] {
  return takes.filter(({ id }) => !added.includes(id));
}

const IDLE = { status: 'idle', countdown: 0, series: null } as const;
