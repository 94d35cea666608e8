import { FRONT_ENDS } from '../../audio/frontEnds';
import { settingsJson } from '../jsonFiles';
import type { AdapterConfig } from '../types';

/** What a program has to know beside the graph, as texts inside the file: how sound becomes its input, and what it answers. */
export function onnxMetadata(config: AdapterConfig): Readonly<Record<string, string>> {
  const { run, mean, std, labels } = config;
  const { sampleRate, title } = FRONT_ENDS[run.frontEnd];
  return {
    input: `input_values [batch, ${run.frames} frames, 128 mel bins]: (features - mean) / (2 std); features: ${title}`,
    output: `logits [batch, ${labels.length}]; ${run.loss === 'bce' ? 'sigmoid' : 'softmax'} gives scores`,
    front_end: run.frontEnd,
    sample_rate: String(sampleRate),
    mean: String(mean),
    std: String(std),
    labels: JSON.stringify(labels),
    method: run.method,
    settings: settingsJson(config),
  };
}
