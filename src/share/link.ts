import * as v from 'valibot';
import { runConfigSchema } from '../bundle/config';
import { warning, type Problem } from '../core/problem';
import { DEFAULT_SPLIT } from '../dataset/defaultSplit';
import type { LayoutName, SplitOptions } from '../dataset/types';
import { split as splitSchema } from '../sweep/schemas';
import { DEFAULT_CONFIG, type RunConfig } from '../training/config';
import { number } from './codecs';
import { CONFIG_FIELDS, SPLIT_FIELDS, type Field } from './fields';

/** The version of the form. It changes when the form does, or the defaults that a link leaves unsaid. */
export const LINK_VERSION = 1;
/** No link of ours comes near it. */
export const LONGEST_LINK = 4000;

const LAYOUT_NAMES = ['speech-commands', 'esc50', 'epic-sounds', 'selections', 'table', 'folders', 'prefix'] as const;
LAYOUT_NAMES satisfies readonly LayoutName[];

/** Which backbone: by what is in it, and where it can be had. A file's name stays at home. */
export interface SharedBackbone {
  readonly sha256: string;
  readonly origin: { readonly repo: string; readonly revision: string } | null;
}

/** Which data: the demo sounds, or how other data is laid out and into how many classes. No name of anything. */
export type SharedData =
  { readonly kind: 'demo' } | { readonly kind: 'own'; readonly layout: LayoutName; readonly classes: number };

/** What a link sets and what it needs. */
export interface Shared {
  readonly config: RunConfig;
  readonly split: SplitOptions;
  readonly backbone: SharedBackbone | null;
  readonly data: SharedData | null;
}

/** What was read from a link: always whole, whatever the link said; `problems` name what of it was passed over. */
export interface OpenedLink extends Shared {
  readonly problems: readonly Problem[];
}

/** The same value, as links write it. */
function differences<T extends object>(fields: { readonly [K in keyof T]: Field<T[K]> }, from: T, to: T) {
  return (Object.keys(fields) as (keyof T & string)[]).flatMap((key) => {
    const text = fields[key].codec.write(to[key]);
    return text === fields[key].codec.write(from[key]) ? [] : [{ key, title: fields[key].title, text }];
  });
}

/** How two configurations differ, setting by setting, in words. */
export function configDifferences(from: RunConfig, to: RunConfig): readonly { title: string; text: string }[] {
  return differences(CONFIG_FIELDS, from, to);
}

export function splitDifferences(from: SplitOptions, to: SplitOptions): readonly { title: string; text: string }[] {
  return differences(SPLIT_FIELDS, from, to);
}

const SPLIT_PREFIX = 'split.';

/**
 * A link's parameters: `v=1`, then what differs from the defaults, a readable key and value each, so that anybody can see what
 * a link sets before opening it, and so that two links can be told apart by eye. Nothing in it comes from files.
 */
export function writeLink({ config, split, backbone, data }: Shared): URLSearchParams {
  const params = new URLSearchParams({ v: String(LINK_VERSION) });
  for (const { key, text } of differences(CONFIG_FIELDS, DEFAULT_CONFIG, config)) params.set(key, text);
  for (const { key, text } of differences(SPLIT_FIELDS, DEFAULT_SPLIT, split)) params.set(SPLIT_PREFIX + key, text);
  if (backbone) params.set('backbone', backbone.sha256);
  if (backbone?.origin) params.set('hub', `${backbone.origin.repo}@${backbone.origin.revision}`);
  if (data) params.set('data', data.kind === 'demo' ? 'demo' : `${data.layout}_${data.classes}`);
  return params;
}

const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** Names of the hub: they become part of an address. */
const repo = v.pipe(v.string(), v.regex(/^[\w-][\w.-]{0,95}(\/[\w-][\w.-]{0,95})?$/));
const revision = v.pipe(v.string(), v.regex(/^[\w-][\w.-]{0,95}$/));
const ownData = v.object({
  kind: v.literal('own'),
  layout: v.picklist(LAYOUT_NAMES),
  classes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
});

/** At most so much of a link's own words is repeated to people. */
const shown = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

const passedOver = (key: string, cause: string) =>
  warning('share.setting', shown(key), cause, 'It is passed over: the usual value stays.');

/**
 * Reads a link's parameters; null where they are none of ours (no `v`). Every value is checked on its own, so that a wrong one
 * takes no other with it. Nothing but what the tables name is looked at, and no text of the link gets any further.
 */
export function readLink(params: URLSearchParams): OpenedLink | null {
  const version = params.get('v');
  if (version === null) return null;
  const problems: Problem[] = [];
  const opened = { config: DEFAULT_CONFIG, split: DEFAULT_SPLIT, backbone: null, data: null, problems };
  const refuse = (cause: string, cure: string) => {
    problems.push(warning('share.link', 'The link', cause, cure));
    return opened;
  };
  if (params.toString().length > LONGEST_LINK) {
    return refuse('is far longer than any that this page writes.', 'Nothing of it was taken. Ask for a new one.');
  }
  if (number.read(version) !== LINK_VERSION) {
    const cause = `has version ${shown(version)}; this page reads version ${LINK_VERSION}.`;
    return refuse(cause, 'Nothing of it was taken. Reload the page for a newer version, or ask for a new link.');
  }
  const rest = new Map([...params].filter(([key]) => key !== 'v'));
  const take = (key: string) => {
    const text = rest.get(key);
    rest.delete(key);
    return text;
  };

  const readAll = <T extends object>(
    fields: { readonly [K in keyof T]: Field<T[K]> },
    schemas: { readonly [K in keyof T]: v.GenericSchema<unknown, unknown> },
    usual: T,
    before: string,
  ): T => {
    const read: Partial<T> = {};
    for (const key of Object.keys(fields) as (keyof T & string)[]) {
      const text = take(before + key);
      if (text === undefined) continue;
      const value = fields[key].codec.read(text);
      const checked = value === undefined ? null : v.safeParse(schemas[key], value);
      // Written again it must be what was read: nothing that was left over, or that a default made up for.
      const output = checked?.success ? (checked.output as T[typeof key]) : undefined;
      if (output !== undefined && fields[key].codec.write(output) === text) read[key] = output;
      else problems.push(passedOver(before + key, `cannot be ${shown(text) || 'empty'}.`));
    }
    return { ...usual, ...read };
  };

  const check = <T>(schema: v.GenericSchema<unknown, T>, key: string, text: string, value: unknown): T | null => {
    const checked = v.safeParse(schema, value);
    if (checked.success) return checked.output;
    problems.push(passedOver(key, `cannot be ${shown(text) || 'empty'}.`));
    return null;
  };

  const config = readAll<RunConfig>(CONFIG_FIELDS, runConfigSchema.entries, DEFAULT_CONFIG, '');
  const split = readAll<SplitOptions>(SPLIT_FIELDS, splitSchema.entries, DEFAULT_SPLIT, SPLIT_PREFIX);
  const [digest, hub, dataText] = [take('backbone'), take('hub'), take('data')];
  const known = digest === undefined ? null : check(sha256, 'backbone', digest, digest);
  const origin = hub === undefined ? null : check(v.object({ repo, revision }), 'hub', hub, hubParts(hub));
  const data = dataText === undefined || dataText === 'demo' ? null : check(ownData, 'data', dataText, ownParts(dataText));
  for (const key of [...rest.keys()].slice(0, MOST_UNKNOWN)) {
    problems.push(passedOver(key, 'is no setting of this page.'));
  }
  return {
    config,
    split,
    backbone: known === null ? null : { sha256: known, origin },
    data: dataText === 'demo' ? { kind: 'demo' } : data,
    problems,
  };
}

const MOST_UNKNOWN = 5;

function hubParts(text: string): unknown {
  const at = text.indexOf('@');
  return { repo: text.slice(0, Math.max(0, at)), revision: text.slice(at + 1) };
}

function ownParts(text: string): unknown {
  const [layout, classes = '', ...more] = text.split('_');
  return { kind: more.length > 0 ? null : 'own', layout, classes: number.read(classes) };
}
