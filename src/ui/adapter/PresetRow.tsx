import type { AdapterPlan } from '../../model/adapters';
import controls from '../common/controls.module.css';
import { useApp, useSession } from '../sessionContext';
import { PRESETS, presetPlan } from './presets';

function isSame(a: AdapterPlan, b: AdapterPlan): boolean {
  return (['attn', 'ffn'] as const).every(
    (place) => a[place]?.kernel === b[place]?.kernel && a[place]?.bottleneck === b[place]?.bottleneck,
  );
}

/** The paper's rows as buttons, their bottlenecks scaled to the width of the backbone. */
export function PresetRow() {
  const session = useSession();
  const plan = useApp((state) => state.config.adapters);
  const dim = useApp((state) => state.backbone.summary?.config.dim ?? 128);
  return (
    <div role="group" aria-label="Adapters of the paper">
      <p className={controls.quiet}>From the paper, with r scaled from width 768 to {dim}:</p>
      <div className={controls.row}>
        {PRESETS.map((preset) => {
          const adapters = presetPlan(preset, dim);
          return (
            <button
              key={preset.title}
              type="button"
              className={controls.chip}
              title={preset.source}
              aria-pressed={isSame(plan, adapters)}
              onClick={() => session.configure({ adapters })}
            >
              {preset.title}
            </button>
          );
        })}
      </div>
    </div>
  );
}
