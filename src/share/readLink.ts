import * as v from 'valibot';
import { runConfigSchema } from '../bundle/config';
import { warning, type Problem } from '../core/problem';
import { DEFAULT_SPLIT } from '../dataset/defaultSplit';
import type { LayoutName, SplitOptions } from '../dataset/types';
import { DEFAULT_CONFIG, type RunConfig } from '../training/config';
import { number } from './codecs';
import { CONFIG_FIELDS, SPLIT_FIELDS, type Field } from './fields';
import { LINK_VERSION, SPLIT_PREFIX, type OpenedLink } from './types';

/** No link of ours comes near it. */
const LONGEST = 4000;
/** At most so much of a link's own words, and so many of its unknown keys, is repeated to people. */
const SHOWN = 40;
const UNKNOWN_SHOWN = 5;

const LAYOUTS = {
  'speech-commands': true,
  esc50: true,
  'epic-sounds': true,
  selections: true,
  table: true,
  folders: true,
  prefix: true,
} as const satisfies Record<LayoutName, true>;

const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000));

const splitSchemas = {
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31 - 1)),
  validationShare: v.pipe(v.number(), v.gtValue(0), v.ltValue(1)),
  fold: count,
  heldOutFold: v.picklist(['validation', 'test']),
  trainPerClass: v.nullable(count),
  maxClips: v.nullable(count),
} satisfies { readonly [K in keyof SplitOptions]: v.GenericSchema<unknown, SplitOptions[K]> };

const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** Names of the hub become part of an address: letters, digits, and no dot in front. */
const hub = v.object({
  repo: v.pipe(v.string(), v.regex(/^\w[\w.-]{0,95}(\/\w[\w.-]{0,95})?$/)),
  revision: v.pipe(v.string(), v.regex(/^\w[\w.-]{0,95}$/)),
});

const data = v.variant('kind', [
  v.object({ kind: v.literal('demo') }),
  v.object({
    kind: v.literal('own'),
    layout: v.picklist(Object.keys(LAYOUTS) as [LayoutName, ...LayoutName[]]),
    classes: v.pipe(count, v.maxValue(100_000)),
  }),
]);

/** Hands out a link's values one by one, each checked on its own, and notes those that are wrong. */
function createReader(params: URLSearchParams) {
  const rest = new Map(params);
  const problems: Problem[] = [];
  const shown = (text: string) => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
  const passOver = (key: string, cause: string) =>
    problems.push(warning('share.setting', shown(key), cause, 'It is passed over: the usual value stays.'));

  return {
    problems,

    /** The value of a key, or undefined where the link has none, or a wrong one. */
    take<T>(key: string, read: (text: string) => unknown, schema: v.GenericSchema<unknown, T>): T | undefined {
      const text = rest.get(key);
      rest.delete(key);
      if (text === undefined) return undefined;
      const value = read(text);
      // Some schemas have a default for undefined.
      const checked = value === undefined ? null : v.safeParse(schema, value);
      if (checked?.success) return checked.output;
      passOver(key, text === '' ? 'cannot be empty.' : `cannot be ${shown(text)}.`);
      return undefined;
    },

    /** Notes the keys that nobody asked for. */
    end() {
      for (const key of [...rest.keys()].slice(0, UNKNOWN_SHOWN)) passOver(key, 'is no setting of this page.');
    },
  };
}

type Reader = ReturnType<typeof createReader>;

/** All settings of a table, those that the link does not name as usual. */
function takeAll<T extends object>(
  reader: Reader,
  fields: { readonly [K in keyof T]: Field<T[K]> },
  schemas: { readonly [K in keyof T]: v.GenericSchema<unknown, T[K]> },
  usual: T,
  before: string,
): T {
  const taken: Partial<T> = {};
  for (const key of Object.keys(fields) as (keyof T & string)[]) {
    const value = reader.take(before + key, fields[key].codec.read, schemas[key]);
    if (value !== undefined) taken[key] = value;
  }
  return { ...usual, ...taken };
}

/**
 * Reads a link's parameters; null where they are none of ours (no `v`). A wrong value takes no other with it, what no table
 * names is not looked at, and no text of the link gets any further than the list of what was wrong.
 */
export function readLink(params: URLSearchParams): OpenedLink | null {
  const version = params.get('v');
  if (version === null) return null;
  if (params.toString().length > LONGEST) {
    return nothing('is far longer than any that this page writes.', 'Nothing of it was taken. Ask for a new one.');
  }
  if (version !== String(LINK_VERSION)) {
    const cause = `is of another version than ${LINK_VERSION}, which this page reads.`;
    return nothing(cause, 'Nothing of it was taken. Reload the page for a newer version, or ask for a new link.');
  }
  const reader = createReader(params);
  reader.take('v', String, v.string());
  const config = takeAll<RunConfig>(reader, CONFIG_FIELDS, runConfigSchema.entries, DEFAULT_CONFIG, '');
  const split = takeAll<SplitOptions>(reader, SPLIT_FIELDS, splitSchemas, DEFAULT_SPLIT, SPLIT_PREFIX);
  const digest = reader.take('backbone', String, sha256);
  const origin = reader.take('hub', hubParts, hub) ?? null;
  const shared = reader.take('data', dataParts, data) ?? null;
  reader.end();
  const backbone = digest === undefined ? null : { sha256: digest, origin };
  return { config, split, backbone, data: shared, problems: reader.problems };
}

/** The usual settings, and why nothing of a link was taken. */
function nothing(cause: string, cure: string): OpenedLink {
  const problems = [warning('share.link', 'The link', cause, cure)];
  return { config: DEFAULT_CONFIG, split: DEFAULT_SPLIT, backbone: null, data: null, problems };
}

/** `owner/name@revision` */
function hubParts(text: string): unknown {
  const [repo, revision, ...more] = text.split('@');
  return more.length > 0 ? undefined : { repo, revision };
}

/** `demo`, or `folders_12` */
function dataParts(text: string): unknown {
  if (text === 'demo') return { kind: 'demo' };
  const [layout, classes = '', ...more] = text.split('_');
  return more.length > 0 ? undefined : { kind: 'own', layout, classes: number.read(classes) };
}
