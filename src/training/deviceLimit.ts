import type { Problem } from '../core/problem';
import type { BackboneConfig } from '../weights/types';
import type { RunConfig } from './config';
import { memoryEstimate } from './memoryEstimate';
import { planMemory, sizesOf, type MemoryLimit } from './memoryPlan';
import { runSizes } from './runSizes';

const megabytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;

/**
 * What a run asks of a device that cannot be had, whatever memory there is: a tensor larger than a kernel can be given. Null
 * where all of them fit. Names the largest micro-batch of which they do; the batch stays what it is.
 */
export function overLimit(
  config: RunConfig,
  backbone: BackboneConfig,
  classes: number,
  limit: MemoryLimit,
): Problem | null {
  if (limit.binding === null) return null;
  const { binding } = limit;
  const sizes = runSizes(config, backbone, classes);
  const { passage, estimate } = planMemory(sizes, config, limit);
  if (estimate.largest <= binding) return null;
  const isWhole = limit.passes && sizes.fusable;
  const fitting = sizesOf(config.batch).find(
    (microBatch) => memoryEstimate(sizes, { ...passage, microBatch }, limit.ops, isWhole).largest <= binding,
  );
  const needed = `needs a tensor of ${megabytes(estimate.largest)} for ${passage.microBatch} clips at once`;
  return {
    code: 'training.over-limit',
    subject: 'The run',
    cause: `${needed}; this graphics device takes ${megabytes(binding)} at most.`,
    cure:
      fitting === undefined
        ? 'Use fewer frames, train fewer layers, or choose WebAssembly at the top.'
        : `Set micro-batches of ${fitting} or fewer under Memory; the batch stays ${config.batch}.`,
    severity: 'error',
  };
}
