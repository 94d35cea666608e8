import type { AppState } from '../../store/state';
import { isRunActive } from '../run/runPhase';

/** What a measurement would disturb, or be disturbed by; null where nothing is in its way. */
export function whyNotMeasure({ engine, data, backbone, run, sweep, look, tries }: AppState): string | null {
  if (engine.status === 'failed') return 'The engine did not start. Choose another backend at the top.';
  if (engine.status === 'starting') return 'The engine is starting.';
  if (isRunActive(run.status)) return 'A run is under way: both would be slowed, and the numbers would be wrong.';
  if (sweep.status !== 'idle') return 'The queue is at work: both would be slowed, and the numbers would be wrong.';
  if (data.status === 'reading' || data.status === 'preparing') return 'The sounds are being read.';
  if (backbone.status === 'loading') return 'The backbone is loading.';
  if (look.busy || tries.progress) return 'The model is at work.';
  if (engine.backend?.name === 'cpu')
    return 'Plain JavaScript takes minutes a step: choose another backend at the top.';
  return null;
}
