import * as v from 'valibot';
import { runConfigSchema } from '../bundle/config';
import { fail } from '../core/problem';
import { best, epochPoint, finite, split, text, whole } from '../sweep/schemas';

/** The run of `public/example`, in the order in which the page opens its files. */
export const EXAMPLE_FILES = {
  /** What `exampleSchema` says. */
  numbers: 'example/example.json',
  /** See `pictures.ts`. */
  pictures: 'example/pictures.bin',
  /** The whole run with its adapter, as runs are exported. */
  run: 'example/run.zip',
} as const;

/** The run's id among those that the browser keeps. */
export const EXAMPLE_ID = 'loaa-example-1';

const pair = v.tuple([whole, whole]);
const clip = v.object({
  id: text,
  label: whole,
  /** T, the frames of its spectrogram. */
  frames: whole,
  /** The token columns whose attention is drawn, first and last: the middle of its sound. */
  band: pair,
  /** What 0 and 255 stand for in its spectrogram. */
  loudness: v.tuple([finite, finite]),
  /** By layer: what 255 stands for in its maps; 0 stands for 0. */
  tops: v.array(finite),
  /** By stage and layer: the mean over heads of how widely attention is spread, 0 to 1 (attention/entropy.ts). */
  entropy: v.array(v.array(finite)),
});

const exampleSchema = v.object({
  format: v.literal('loaa-example'),
  formatVersion: v.literal(1),
  /** Of the page that made it. */
  version: text,
  backend: text,
  config: runConfigSchema,
  split,
  backbone: v.object({ name: text, sha256: text }),
  classes: v.array(text),
  parts: v.object({ train: whole, validation: whole, test: whole }),
  trainable: whole,
  total: whole,
  stepsPerEpoch: whole,
  /** The training loss of every step. */
  losses: v.array(finite),
  epochs: v.array(epochPoint),
  best,
  /** Validation clips of the best epoch: [what they are][what the model said]. */
  confusion: v.array(v.array(whole)),
  pictures: v.object({
    bins: whole,
    /** F x W */
    grid: pair,
    patch: pair,
    stride: pair,
    /** Prefix tokens and patches: N. */
    tokens: whole,
    layers: whole,
    /** The frozen backbone, then the model after each epoch. */
    stages: whole,
    clips: v.array(clip),
  }),
});

/** A run on the demo sounds, made beforehand: see scripts/example.mjs. */
export type Example = v.InferOutput<typeof exampleSchema>;
export type ExampleClip = Example['pictures']['clips'][number];

/** @throws ProblemError `example.form` where the file is of another form */
export function parseExample(json: string): Example {
  try {
    return v.parse(exampleSchema, JSON.parse(json));
  } catch {
    return fail(
      'example.form',
      EXAMPLE_FILES.numbers,
      'is not in the form expected.',
      'Build and upload the site anew.',
    );
  }
}
