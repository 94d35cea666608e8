import type { AdapterConfig } from '../bundle/types';
import { fail } from '../core/problem';
import type { Backbone } from '../weights/types';

/** Whether an adapter was trained on this backbone. @throws ProblemError naming the one that it was trained on */
export function checkAdapterOf(base: Pick<Backbone, 'name' | 'sha256'>, config: AdapterConfig): void {
  if (base.sha256 === config.backbone.sha256) return;
  const { name, origin } = config.backbone;
  const from = origin ? ` (${origin.repo} at ${origin.revision.slice(0, 12)})` : '';
  fail(
    'bundle.other-backbone',
    'The adapter',
    `was trained on ${name}${from}, not on ${base.name}.`,
    `Load ${name} as the backbone first.`,
  );
}
