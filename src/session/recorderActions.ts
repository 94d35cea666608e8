import { joined } from '../audio/channels';
import { writeWav } from '../audio/wavWriter';
import { warning, type Problem } from '../core/problem';
import { waitingTakes } from '../microphone/state';
import { checkTake, takeName, type Take } from '../microphone/takes';
import type { AppStore } from '../store/store';
import type { Microphone } from './microphone';
import type { TakeStorage } from './takeStorage';
import type { Session } from './session';

type RecorderActions = Pick<
  Session,
  | 'openRecorder'
  | 'closeMicrophone'
  | 'chooseMicrophone'
  | 'heardNow'
  | 'startTake'
  | 'endTake'
  | 'recordSeries'
  | 'dropTakes'
  | 'restoreTakes'
  | 'addTakes'
  | 'takesZip'
>;

/** Seconds between the press and the first clip of a series. */
const COUNTDOWN = 3;
const LONGEST_TAKE_SECONDS = 60;
/** Frames of the picture that scrolls by: ten seconds. */
const SHOWN_FRAMES = 1000;

/** Recording clips of a class: takes are kept in the browser until they are deleted, and in memory where it cannot. */
export function createRecorderActions(
  store: AppStore,
  microphone: Microphone,
  addClips: Session['addClips'],
  storage: TakeStorage,
): RecorderActions {
  /** The storage's name of each take. */
  const keys = new Map<number, string>();
  let restoring: Promise<void> | null = null;
  const storing = async (work: () => Promise<void>) => {
    try {
      await work();
      if (recorder().problem) store.dispatch({ type: 'recorder.unkept', problem: null });
    } catch {
      store.dispatch({ type: 'recorder.unkept', problem: UNKEPT });
    }
  };
  const restore = () =>
    storing(async () => {
      const stored = await storage.load();
      const takes = stored.map(({ key, ...take }): Take => {
        const id = nextId++;
        keys.set(id, key);
        return { ...take, id, warnings: checkTake(takeName({ label: take.label, id }), take.samples, take.sampleRate) };
      });
      if (takes.length > 0) store.dispatch({ type: 'recorder.restored', takes });
    });

  const recorder = () => store.getState().microphone.recorder;
  let label = '';
  let blocks: Float32Array[] = [];
  let length = 0;
  let rate = 0;
  /** Samples of a clip of the series, and clips to go; null where a take lasts until it is ended. */
  let series: { readonly seconds: number; left: number } | null = null;
  let nextId = 1;
  let timer: ReturnType<typeof setInterval> | undefined;

  const reset = () => {
    clearInterval(timer);
    blocks = [];
    length = 0;
    series = null;
  };
  const idle = () => {
    reset();
    store.dispatch({ type: 'recorder.idle' });
  };
  const keep = (samples: Float32Array) => {
    const id = nextId++;
    const warnings = checkTake(takeName({ label, id }), samples, rate);
    store.dispatch({ type: 'recorder.took', take: { id, label, samples, sampleRate: rate, warnings } });
    const key = `${new Date().toISOString()} ${String(id).padStart(6, '0')}`;
    keys.set(id, key);
    void storing(() => storage.put({ key, label, samples, sampleRate: rate }));
  };
  /** The microphone went off: a take that was under way is kept as far as it came. */
  const cutOff = (problem: Problem | null) => {
    if (problem && !series && length > 0) keep(blocks.reduce(joined, new Float32Array(0)));
    reset();
  };

  const onBlock = (samples: Float32Array, sampleRate: number) => {
    rate = sampleRate;
    if (recorder().status !== 'recording') return;
    blocks.push(samples.slice());
    length += samples.length;
    if (!series) {
      if (length >= LONGEST_TAKE_SECONDS * rate) endTake();
      return;
    }
    const size = Math.round(series.seconds * rate);
    while (series && length >= size) {
      const all = blocks.reduce(joined, new Float32Array(0));
      keep(all.slice(0, size));
      blocks = [all.slice(size)];
      length = all.length - size;
      if (--series.left === 0) idle();
    }
  };

  const endTake = () => {
    if (recorder().status === 'recording' && !series && length > 0) keep(blocks.reduce(joined, new Float32Array(0)));
    if (recorder().status !== 'idle') idle();
  };

  const begin = (name: string) => {
    reset();
    label = name.trim();
  };
  const canBegin = () => store.getState().microphone.status === 'on' && recorder().status === 'idle';

  return {
    openRecorder: () =>
      microphone.turnOn({ purpose: 'record', frontEnd: 'ast', frames: SHOWN_FRAMES, onBlock, onOff: cutOff }),
    closeMicrophone: () => microphone.turnOff(),
    chooseMicrophone: (deviceId) => microphone.choose(deviceId),
    heardNow: () => microphone.rolling(),

    startTake(name) {
      if (!canBegin()) return;
      begin(name);
      store.dispatch({ type: 'recorder.recording', total: null });
    },
    endTake,
    recordSeries(name, { clips, seconds }) {
      if (!canBegin()) return;
      begin(name);
      let countdown = COUNTDOWN;
      store.dispatch({ type: 'recorder.counting', countdown, total: clips });
      timer = setInterval(() => {
        countdown--;
        if (countdown > 0) return store.dispatch({ type: 'recorder.counting', countdown, total: clips });
        clearInterval(timer);
        series = { seconds, left: clips };
        store.dispatch({ type: 'recorder.recording', total: clips });
      }, 1000);
    },
    restoreTakes: () => (restoring ??= restore()),
    dropTakes(ids) {
      store.dispatch({ type: 'recorder.dropped', ids });
      const stored = ids.flatMap((id) => keys.get(id) ?? []);
      void storing(() => storage.remove(stored));
    },

    async addTakes() {
      const { isAdding } = recorder();
      const takes = waitingTakes(recorder());
      if (isAdding || takes.length === 0) return;
      store.dispatch({ type: 'recorder.adding', isAdding: true });
      try {
        for (const name of new Set(takes.map((take) => take.label))) {
          const own = takes.filter((take) => take.label === name);
          const { history } = store.getState().edits;
          await addClips(own.map(fileOf), name);
          // What was refused stays, and the data says why.
          if (store.getState().edits.history === history) return;
          store.dispatch({ type: 'recorder.added', ids: own.map(({ id }) => id) });
        }
      } finally {
        store.dispatch({ type: 'recorder.adding', isAdding: false });
      }
    },
    async takesZip() {
      const { zipTakes } = await import('../microphone/zipTakes');
      return zipTakes(recorder().takes);
    },
  };
}

const UNKEPT = warning(
  'takes.unkept',
  'The recorded clips',
  'are not kept for the next visit: the browser has no room, or keeps nothing for this page.',
  'Download them as a zip; dropped on this page it is a data set.',
);

/** A take as a WAV file. */
function fileOf(take: Take): File {
  return new File([writeWav(take.samples, take.sampleRate)], takeName(take), { type: 'audio/wav' });
}
