import { extentOf, PLACEMENTS } from '../model/adapters';
import { chosenLayers, chosenTargets } from '../model/settings';
import { PROJECTIONS } from './names';
import type { AdapterConfig } from './types';

/** Fields that every configuration of PEFT has. */
const hubFields = ({ backbone: { name, origin } }: AdapterConfig) => ({
  base_model_name_or_path: origin?.repo ?? name,
  revision: origin?.revision ?? null,
  task_type: null,
  inference_mode: true,
  modules_to_save: ['classifier'],
});

/**
 * LoRA as PEFT's own LoraConfig: nothing in it that PEFT does not know. The modules are named by one pattern (PEFT takes a
 * full match), so that layers can be chosen and both transformers 4 and 5 are served.
 * Source: huggingface/peft, tuners/lora/config.py.
 */
export function loraConfig(config: AdapterConfig): object {
  const { run, backbone } = config;
  const layers = chosenLayers(run, backbone.depth).join('|');
  const modules = chosenTargets(run).flatMap((target) => PROJECTIONS[target]);
  const pattern = modules.map((module) => module.replaceAll('.', '\\.')).join('|');
  return {
    peft_type: 'LORA',
    ...hubFields(config),
    r: run.lora.rank,
    lora_alpha: run.lora.alpha,
    lora_dropout: 0,
    bias: 'none',
    fan_in_fan_out: false,
    target_modules: `.*\\.(encoder\\.layer|layers)\\.(${layers})\\.(${pattern})`,
  };
}

/**
 * The same for methods that PEFT has not, under a name that is none of its own: what the adapter is, in the words of the
 * paper, for those who read it by other programs.
 */
export function ownConfig(config: AdapterConfig): object {
  const { run, backbone, grid } = config;
  const specs = PLACEMENTS.flatMap((place) => {
    const spec = run.adapters[place];
    return spec ? [[place, spec] as const] : [];
  });
  const adapters = {
    positions: specs.map(([place]) => place),
    kernels: Object.fromEntries(specs.map(([place, spec]) => [place, extentOf(spec)])),
    bottlenecks: Object.fromEntries(specs.map(([place, { bottleneck }]) => [place, bottleneck])),
    layers: chosenLayers(run, backbone.depth),
  };
  return {
    peft_type: run.method.toUpperCase().replaceAll('-', '_'),
    ...hubFields(config),
    base_model_sha256: backbone.sha256,
    ...(run.method === 'loaa' ? adapters : {}),
    token_grid: grid,
    prefix_tokens: backbone.config?.prefixTokens ?? null,
    rgb_conversion: 'the patch kernel is summed over its input channels',
    position_conversion: CONVERSIONS[backbone.config?.positions ?? 'learned'],
  };
}

const CONVERSIONS = {
  learned:
    'along time, then frequency: centre crop where the grid is smaller, bilinear (align_corners=False) where it is larger',
  sine: 'the fixed table over the time-major sequence, computed for the grid',
  'sine-2d': 'the fixed table over both axes, computed for the grid',
} as const;
