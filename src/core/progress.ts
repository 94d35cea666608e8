/** Progress of one stage of long work. `done` and `total` are in `unit`s; the estimate is null until it means something. */
export interface Progress {
  readonly stage:
    | 'walk'
    | 'recognise'
    | 'decode'
    | 'download'
    | 'load'
    | 'measure'
    | 'evaluate'
    | 'embed'
    | 'neighbours'
    | 'unfold'
    | 'benchmark';
  readonly done: number;
  readonly total: number | null;
  readonly unit: 'files' | 'clips' | 'bytes' | 'tensors' | 'passes';
  readonly secondsLeft: number | null;
}

export type OnProgress = (progress: Progress) => void;

/** Estimates the time left from the pace so far: (total - done) x elapsed / done. Seconds. */
export class Pace {
  private readonly started: number;
  constructor(private readonly now: () => number = () => performance.now()) {
    this.started = now();
  }
  secondsLeft(done: number, total: number | null): number | null {
    const elapsed = (this.now() - this.started) / 1000;
    if (total === null || done <= 0 || elapsed < 0.5) return null;
    return ((total - done) * elapsed) / done;
  }
}
