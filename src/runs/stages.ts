/** What the page's long work goes through, in its order. */
export const STAGE_NAMES = ['download', 'decode', 'measure', 'compile', 'train', 'evaluate'] as const;

export type StageName = (typeof STAGE_NAMES)[number];

/** Which stage is under way, and how long each has taken. */
export interface StagesState {
  /** `since`: seconds of the page's clock. */
  readonly current: { readonly name: StageName; readonly since: number } | null;
  /** Seconds of each, all its stretches together, without the one under way. */
  readonly seconds: Readonly<Partial<Record<StageName, number>>>;
}

export const NO_STAGES: StagesState = { current: null, seconds: {} };

export type StagesEvent =
  /** Another stage is under way from `at` on, seconds of the page's clock; null for none. */
  | { readonly type: 'stages.entered'; readonly stage: StageName | null; readonly at: number }
  /** A new run: what the last one took is forgotten. What was loaded stays loaded. */
  | { readonly type: 'stages.renewed' };

/** The stages after an event. Pure. */
export function reduceStages(stages: StagesState, event: StagesEvent): StagesState {
  if (event.type === 'stages.renewed') {
    const { download, decode } = stages.seconds;
    return {
      current: null,
      seconds: { ...(download === undefined ? {} : { download }), ...(decode === undefined ? {} : { decode }) },
    };
  }
  const { current, seconds } = stages;
  const next = event.stage === null ? null : { name: event.stage, since: event.at };
  if (!current) return { current: next, seconds };
  const took = (seconds[current.name] ?? 0) + Math.max(0, event.at - current.since);
  return { current: next, seconds: { ...seconds, [current.name]: took } };
}

/** Seconds that a stage has taken so far; null where it has not begun. */
export function stageSeconds({ current, seconds }: StagesState, name: StageName, now: number): number | null {
  const done = seconds[name];
  if (current?.name !== name) return done ?? null;
  return (done ?? 0) + Math.max(0, now - current.since);
}
