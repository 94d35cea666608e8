import type { SplitOptions } from '../dataset/types';
import type { RunConfig } from '../training/config';
import { CONFIG_FIELDS, SPLIT_FIELDS, type Field } from './fields';

/** A setting that differs: its key, what people call it, and what it is set to, as a link writes it. */
export interface Difference {
  readonly key: string;
  readonly title: string;
  readonly text: string;
}

function differences<T extends object>(
  fields: { readonly [K in keyof T]: Field<T[K]> },
  from: T,
  to: T,
): readonly Difference[] {
  return (Object.keys(fields) as (keyof T & string)[]).flatMap((key) => {
    const { title, codec } = fields[key];
    const text = codec.write(to[key]);
    return text === codec.write(from[key]) ? [] : [{ key, title, text }];
  });
}

/** The settings in which a run's configuration differs from another. */
export function configDifferences(from: RunConfig, to: RunConfig): readonly Difference[] {
  return differences(CONFIG_FIELDS, from, to);
}

/** The same of two ways to divide data. */
export function splitDifferences(from: SplitOptions, to: SplitOptions): readonly Difference[] {
  return differences(SPLIT_FIELDS, from, to);
}
