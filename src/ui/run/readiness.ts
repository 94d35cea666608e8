import type { AppState } from '../../store/state';
import { limitOf } from '../../session/preflight';
import { overLimit } from '../../training/deviceLimit';
import { checkConfig } from '../adapter/checkConfig';

/** What stands between the person and Start, in the order of the page's steps; null where nothing does. */
export function whyNotStart(state: AppState, consented: string | null): string | null {
  const { engine, data, backbone, config } = state;
  if (engine.status === 'failed') return 'The engine did not start. Choose another backend at the top.';
  if (engine.status === 'starting') return 'The engine is starting.';
  if (data.status === 'reading' || data.status === 'preparing') return 'The sounds are being read.';
  if (!data.dataset || !data.split || data.status !== 'ready') return 'Choose sounds first, under Data.';
  if (data.split.train.length === 0) return 'No clip is left to train on: see the split under Data.';
  if (data.split.validation.length === 0) return 'No clip is left for validation: see the split under Data.';
  if (backbone.status === 'loading') return 'The backbone is loading.';
  if (!backbone.summary) return 'Load a backbone first, under Model.';
  if (backbone.summary.nonFinite.length > 0 && consented !== backbone.summary.sha256) {
    return 'The backbone holds NaN or infinite values: tick the box under Model to train all the same.';
  }
  if (data.dataset.multiLabel && config.loss === 'ce') {
    return 'These clips may have several labels at once: choose binary cross entropy as the loss, under Model.';
  }
  const [fault, ...more] = checkConfig(config, backbone.summary.config);
  if (fault) {
    const rest = more.length > 0 ? `, and ${more.length} more` : '';
    return `A setting under Model is off: ${fault.message}${rest}`;
  }
  const tooLarge = overLimit(config, backbone.summary.config, data.dataset.classes.length, limitOf(state));
  return tooLarge && `${tooLarge.subject} ${tooLarge.cause} ${tooLarge.cure}`;
}
