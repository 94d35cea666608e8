import { DEFAULT_SPLIT } from '../dataset/defaultSplit';
import { DEFAULT_CONFIG } from '../training/config';
import { configDifferences, splitDifferences } from './differences';
import { LINK_VERSION, SPLIT_PREFIX, type Shared } from './types';

/**
 * A link's parameters: `v=1`, then what differs from the defaults, a readable key and value each. Readable rather than packed:
 * anybody sees what a link sets before opening it, two links can be told apart by eye, and what is left at its default takes
 * no room, so a usual link is as short as a packed one. Nothing in it comes from files.
 */
export function writeLink({ config, split, backbone, data }: Shared): URLSearchParams {
  const params = new URLSearchParams({ v: String(LINK_VERSION) });
  for (const { key, text } of configDifferences(DEFAULT_CONFIG, config)) params.set(key, text);
  for (const { key, text } of splitDifferences(DEFAULT_SPLIT, split)) params.set(SPLIT_PREFIX + key, text);
  if (backbone) params.set('backbone', backbone.sha256);
  if (backbone?.origin) params.set('hub', `${backbone.origin.repo}@${backbone.origin.revision}`);
  if (data) params.set('data', data.kind === 'demo' ? 'demo' : `${data.layout}_${data.classes}`);
  return params;
}
