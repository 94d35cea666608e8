/**
 * What a person can do on the page, with no word of React: each action runs the files, audio and engine layers and
 * tells the store. The user interface and the headless runner both drive this and nothing below it.
 */
import type { LookChoices } from '../attention/lookState';
import type { LookSource } from '../attention/types';
import type { PatchMask } from '../audio/patchGain';
import type { Features } from '../audio/types';
import type { LiveOptions } from '../detection/liveState';
import type { DetectionRule } from '../detection/types';
import type { Rolling } from '../microphone/rolling';
import type { BackendChoice } from '../ops/backend';
import type { Glance } from '../audio/glance';
import type { TableMapping } from '../dataset/tableMapping';
import type { SplitOptions } from '../dataset/types';
import type { MapStage } from '../embedding/mapState';
import type { RunDetails, RunGroup, StoredRun } from '../runs/record';
import type { RunEdit } from '../runs/state';
import type { PlannedRun } from '../sweep/types';
import type { RecipeName, RunConfig } from '../training/config';
import type { BackboneRequest, EngineMemory } from '../worker/protocol';
import type { AppStore } from '../store/store';

export interface Session {
  readonly store: AppStore;

  /** Starts (or restarts, on another backend) the engine worker. */
  startEngine(choice: BackendChoice): Promise<void>;

  /** Call synchronously in the drop event: entries must be taken before it returns. */
  openDrop(transfer: DataTransfer): Promise<void>;
  /** A folder of the browser's picker, which can be opened again in a later visit. */
  openFolder(folder: FileSystemDirectoryHandle): Promise<void>;
  /** Files of a picker (folder, files or zip). */
  openFiles(files: readonly File[]): Promise<void>;
  openDemo(): Promise<void>;
  /** Removes the features that are kept on disk: `AppState.features` says how much that is. */
  forgetFeatures(): Promise<void>;
  /** Stops reading or decoding; what was loaded before stays. */
  cancelData(): void;
  setSplit(patch: Partial<SplitOptions>): void;
  /**
   * Reads the files of the last drop again by another table, or with another meaning of its columns; null guesses again.
   * Before the first drop the mapping is kept for it.
   */
  mapTable(mapping: TableMapping | null): Promise<void>;
  /** One clip's audio, decoded for listening: mono float32 samples. */
  clipAudio(id: string): Promise<{ readonly samples: Float32Array; readonly sampleRate: number }>;

  /** A small picture of one clip: waveform and spectrogram, made in the audio workers. Excluded clips have one too. */
  clipGlance(id: string, signal?: AbortSignal): Promise<Glance>;

  /**
   * Gives clips other labels: one, or where the data set is multi-label any number. Labels that are new make classes.
   * This and the changes of the data set below are made one after the other and can be undone; during a run they are
   * refused, which `AppState.edits.problem` tells. They are kept in the browser under the files' fingerprint.
   */
  relabel(ids: readonly string[], labels: readonly string[]): Promise<void>;
  exclude(ids: readonly string[]): Promise<void>;
  include(ids: readonly string[]): Promise<void>;
  /** One class under another's name; of one class, a new name. */
  mergeClasses(names: readonly string[], into: string): Promise<void>;
  /** Sounds that were recorded or picked, whole, under a label; also where no data set is open yet. */
  addClips(files: readonly File[], label: string | readonly string[]): Promise<void>;
  undoEdit(): Promise<void>;
  redoEdit(): Promise<void>;
  /** Makes the corrections of an earlier visit to the same files again (`AppState.edits.earlier`), or forgets the offer. */
  applyEarlierEdits(): Promise<void>;
  dismissEarlierEdits(): Promise<void>;
  /** A csv of corrections that was saved before. */
  applyCorrections(file: File): Promise<void>;

  /**
   * Maps the clips of the split by the vectors that the head sees of them: embeds them, finds their neighbours, and places
   * them in a plane. Refused during a run; one that starts ends it. What comes of it is in `AppState.map`.
   */
  mapClips(stage: MapStage): Promise<void>;
  stopMapping(): void;

  loadBackbone(request: BackboneRequest): Promise<void>;
  cancelBackbone(): void;
  setHubEndpoint(endpoint: string): void;

  configure(patch: Partial<RunConfig>): void;
  applyRecipe(name: RecipeName): void;

  /** How much graphics memory there is, in bytes: browsers do not say. Remembered for the next visit. */
  setGraphicsMemory(bytes: number): void;
  /** Measures what a step of the next run costs, on a model of its own. Does nothing while the engine is not idle. */
  measureRun(): Promise<void>;
  stopMeasuring(): void;

  /** Starts a run; with `paused`, waits before the first step. Resolves when the run has ended. */
  startRun(options?: {
    readonly paused?: boolean;
    readonly allowNonFinite?: boolean;
    /** Asked for together with others. */
    readonly group?: RunGroup;
    /** Goes on with the run that did not end; it must be one of what is loaded and set. */
    readonly goesOn?: boolean;
    /** Whether it can be gone on with if the page closes; runs of a group start over instead. */
    readonly isKept?: boolean;
  }): Promise<void>;
  /** Looks for a run that did not end, of an earlier visit or before the engine was restarted. */
  findUnended(): Promise<void>;
  /** Goes on with it from the step that was kept, with its settings, on the sounds that are loaded. */
  goOnWithUnended(options?: { readonly allowNonFinite?: boolean }): Promise<void>;
  forgetUnended(): Promise<void>;
  pauseRun(): Promise<void>;
  resumeRun(): Promise<void>;
  /** One optimiser step, then paused again. */
  stepRun(): Promise<void>;
  /** Ends the run after the step under way; the best epoch so far is kept. */
  stopRun(): Promise<void>;

  /** What the engine holds now. */
  engineMemory(): Promise<EngineMemory>;

  /** Reads the runs that earlier visits left. Does nothing the second time. */
  restoreRuns(): Promise<void>;
  /** Keeps runs with their adapters; one with the same id takes the other's place. */
  keepRuns(runs: readonly StoredRun[]): Promise<void>;
  /** Another name (an empty one changes nothing) or other notes. */
  editRun(id: string, edit: RunEdit): Promise<void>;
  deleteRuns(ids: readonly string[]): Promise<void>;
  /** Brings back what the last deletion took. */
  undoDelete(): Promise<void>;
  /** The run that others are compared with; null for none. */
  pinBaseline(id: string | null): Promise<void>;
  /** Runs with their adapters as one file (runs/archive.ts), for download. */
  exportRuns(ids: readonly string[]): Promise<{ readonly name: string; readonly blob: Blob }>;
  /**
   * Files of `exportRuns`, folders that python/train.py wrote, bundles of this page (see runs/runFolder.ts); runs that are kept
   * already stay as they are.
   */
  importRuns(files: readonly File[]): Promise<void>;
  /** The same of a drop. Call synchronously in its event: entries must be taken before it returns. */
  dropRuns(transfer: DataTransfer): Promise<void>;
  /** A kept run's steps and predictions. */
  runDetails(id: string): Promise<RunDetails>;
  /** Sets the page to a run's settings, and to its split where its data set is loaded. */
  adoptRun(id: string): void;
  /**
   * Shows a kept run as if it had just ended here: its settings, curves and results, and, where its backbone is loaded, its
   * adapter in the model. Clips can be heard where its sounds are open. Refused during a run.
   */
  openRun(id: string): Promise<void>;
  /** Puts a run's adapter into the model, to look at and to try. Needs the backbone that it was trained on. */
  loadRunAdapter(id: string): Promise<void>;

  /** Reads the queue and the results that an earlier visit left. Does nothing the second time. */
  restoreSweep(): Promise<void>;
  /** Queues runs on the data set and backbone that are loaded; those queued already stay as they are. */
  addRuns(planned: readonly PlannedRun[]): void;
  /** Makes the waiting runs one after the other, as far as they fit what is loaded. Resolves when none is left or it was halted. */
  startSweep(options?: { readonly allowNonFinite?: boolean }): Promise<void>;
  /** Ends the queue after the run under way; with `now`, stops that run too, and it starts over another time. */
  haltSweep(options?: { readonly now?: boolean }): Promise<void>;
  /** Takes runs and their results out; the run under way stays. */
  removeRuns(ids: readonly string[]): void;
  /** Lets failed runs wait again. */
  retryRuns(ids: readonly string[]): void;
  /** Waiting runs are to be made on what is loaded now, whatever they were queued for. */
  adoptRuns(ids: readonly string[]): void;
  /** Forgets every run and result, also in the browser's storage. */
  clearSweep(): Promise<void>;

  /** Chooses what is looked at; asks the engine only where what it gave does not hold the answer. */
  look(patch: Partial<LookChoices>): Promise<void>;
  /** Whose attention the panels show, three at most, each source once. */
  setPanels(sources: readonly LookSource[]): Promise<void>;
  /** The maps of every layer and head of the panel that the overview is of. */
  lookOver(): Promise<void>;
  /** Loads an adapter (its zip, or its two files) beside the model and shows it in panel `at`. */
  lookAtAdapter(files: readonly File[], at: number): Promise<void>;
  /** The same with the adapter of a kept run. */
  lookAtRun(id: string, at: number): Promise<void>;
  /** Loads another backbone beside the model's own and shows it in panel `at`. One at a time. */
  lookAtBackbone(request: BackboneRequest, at: number): Promise<void>;
  stopLoadingBeside(): void;
  /** A clip's first seconds through a map as a mask: what is attended in it, or the rest. Mono. */
  attendedAudio(
    id: string,
    how: { readonly seconds: number; readonly mask: PatchMask; readonly side: 'attended' | 'rest' },
  ): Promise<{ readonly samples: Float32Array; readonly sampleRate: number }>;
  /** Forgets what was loaded beside, and the panels that show it. */
  removeBeside(id: string): Promise<void>;

  /** The trained adapter as one zip for download: its bundle (see bundle/bundle.ts). */
  exportAdapter(): Promise<{ readonly name: string; readonly blob: Blob }>;
  /** The whole adapted model as an ONNX file; with `halves` its large frozen matrices are in 16 bits. */
  exportOnnx(halves: boolean): Promise<{ readonly name: string; readonly blob: Blob }>;
  /** A bundle, or its files, or the folder that train.py wrote. */
  importAdapter(files: readonly File[]): Promise<void>;
  /** The same of a drop. Call synchronously in its event: entries must be taken before it returns. */
  dropAdapter(transfer: DataTransfer): Promise<void>;

  /** Scores of sound files, one after the other, with the adapter in the model now. One that cannot be used is told. */
  predictFiles(files: readonly File[]): Promise<void>;
  /** Ends that after the sound under way. */
  stopPredicting(): void;

  /** A recording of any length, through the trained model. Of an HDF5 file, the recording of that name. */
  openRecording(file: File, dataset?: string): Promise<void>;
  /** Ends the reading; what was heard so far stays. */
  stopRecording(): void;
  setDetectionRule(patch: Partial<DetectionRule>): void;
  /** Seconds from window to window for the next recording; null for a quarter of a window. */
  setRecordingHop(hopSeconds: number | null): void;
  /** A stretch of the recording to listen to: mono. */
  recordingSound(start: number, end: number): Promise<{ readonly samples: Float32Array; readonly sampleRate: number }>;
  /** A stretch of it to look at, in the model's own front end. */
  recordingSpectrogram(start: number, end: number, signal?: AbortSignal): Promise<Features>;

  /** Asks for the microphone, to record clips. To be called on a press of a button, as `startListening`. */
  openRecorder(): Promise<void>;
  /** Turns the microphone off, whatever it was on for. */
  closeMicrophone(): void;
  chooseMicrophone(deviceId: string | null): Promise<void>;
  /** What the microphone hears while it is on, to draw. */
  heardNow(): Rolling | null;
  startTake(label: string): void;
  endTake(): void;
  /** So many clips of so many seconds each, without a break, after a countdown. `endTake` ends it early. */
  recordSeries(label: string, series: { readonly clips: number; readonly seconds: number }): void;
  /** Deletes takes, also from the browser's storage; those that are in the data stay in it. */
  dropTakes(ids: readonly number[]): void;
  /** Brings back the takes that earlier visits left. Does nothing the second time. */
  restoreTakes(): Promise<void>;
  /** Adds all takes to the data that are not in it, class by class. What is refused stays. */
  addTakes(): Promise<void>;
  /** All takes as a zip with a folder for each class. */
  takesZip(): Promise<Blob>;

  /** The microphone through the trained model. */
  startListening(): Promise<void>;
  stopListening(): void;
  setListening(patch: Partial<LiveOptions>): void;
  clearHeard(): void;
}
