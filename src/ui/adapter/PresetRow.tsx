import { PLACEMENTS, type AdapterPlan, type AdapterSpec } from '../../model/adapters';
import controls from '../common/controls.module.css';
import { useApp, useSession } from '../sessionContext';
import { kernelTitle } from './kernels';
import { PRESETS, presetPlan } from './presets';

function isSame(a: AdapterPlan, b: AdapterPlan): boolean {
  const written = (spec: AdapterSpec | null) => spec && `${kernelTitle(spec)} ${spec.bottleneck}`;
  return PLACEMENTS.every((place) => written(a[place]) === written(b[place]));
}

/** The paper's rows as buttons, their bottlenecks scaled to the width of the backbone. */
export function PresetRow() {
  const session = useSession();
  const plan = useApp((state) => state.config.adapters);
  const layers = useApp((state) => state.config.layers);
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
              aria-pressed={layers === null && isSame(plan, adapters)}
              onClick={() => session.configure({ adapters, layers: null })}
            >
              {preset.title}
            </button>
          );
        })}
      </div>
    </div>
  );
}
