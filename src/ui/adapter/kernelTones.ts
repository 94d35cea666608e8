import type { KernelName } from '../../model/adapters';

/** The axis colour of each kernel: teal for time, orange for frequency, both, or none. */
export const KERNEL_TONES = {
  linear: 'neutral',
  time: 'time',
  frequency: 'frequency',
  square: 'both',
} as const satisfies Record<KernelName, 'neutral' | 'time' | 'frequency' | 'both'>;
