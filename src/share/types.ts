import type { Problem } from '../core/problem';
import type { LayoutName, SplitOptions } from '../dataset/types';
import type { RunConfig } from '../training/config';

/** The version of the form. It changes when the form does, or the defaults that a link leaves unsaid. */
export const LINK_VERSION = 1;

/** Before the name of a setting of the split. */
export const SPLIT_PREFIX = 'split.';

/** Which backbone: by what is in it, and where it can be had. A file's name stays at home. */
export interface SharedBackbone {
  readonly sha256: string;
  readonly origin: { readonly repo: string; readonly revision: string } | null;
}

/** Which data: the demo sounds, or how other data is laid out and into how many classes. No name of anything. */
export type SharedData =
  { readonly kind: 'demo' } | { readonly kind: 'own'; readonly layout: LayoutName; readonly classes: number };

/** What a link sets, and what it needs. */
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
