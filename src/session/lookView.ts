import type { Split } from '../dataset/types';
import type { RunConfig } from '../training/config';
import type { LookView } from '../worker/protocol';

/** How clips become input while nothing has been trained. */
export function lookView(config: RunConfig, { train }: Split): LookView {
  const { frontEnd, frames, stride, normalisation } = config;
  return { frontEnd, frames, stride, normalisation, train };
}
