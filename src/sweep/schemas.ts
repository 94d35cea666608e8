import * as v from 'valibot';

/** The parts that kept runs and archives of runs are made of, each checked in one place. */
export const finite = v.pipe(v.number(), v.finite());
export const whole = v.pipe(v.number(), v.integer());
/** A measurement: also NaN, where there was nothing to measure. JSON has no NaN and writes null. */
export const measure = v.union([
  v.number(),
  v.nan(),
  v.pipe(
    v.null(),
    v.transform(() => Number.NaN),
  ),
]);
export const text = v.pipe(v.string(), v.maxLength(2000));

export const epochPoint = v.object({
  epoch: whole,
  step: whole,
  trainLoss: measure,
  trainTop1: measure,
  loss: measure,
  top1: measure,
  mAP: measure,
});

export const best = v.object({ epoch: whole, top1: measure, mAP: measure });

export const problem = v.object({
  code: text,
  subject: text,
  cause: text,
  cure: text,
  severity: v.picklist(['error', 'warning']),
});

export const split = v.object({
  seed: whole,
  validationShare: finite,
  fold: whole,
  heldOutFold: v.picklist(['validation', 'test']),
  trainPerClass: v.nullable(whole),
  maxClips: v.nullable(whole),
});

/** What a run is about (see `Subject`). */
export const subject = v.object({
  data: v.object({
    name: text,
    layout: text,
    classes: whole,
    clips: whole,
    folds: v.array(whole),
    digest: text,
  }),
  backbone: v.object({
    name: text,
    sha256: text,
    dim: whole,
    patch: v.tuple([whole, whole]),
    pretrainedOn: v.picklist(['images', 'audio']),
  }),
});
