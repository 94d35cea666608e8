import { FRONT_ENDS } from '../audio/frontEnds';
import { FORMAT, FORMAT_VERSION } from './config';
import { loraConfig, ownConfig } from './peftConfig';
import type { AdapterConfig, BundleStory } from './types';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Our own fields, as `parseAdapterConfig` reads them. */
const ownFields = (config: AdapterConfig) => ({ format: FORMAT, formatVersion: FORMAT_VERSION, ...config });

/** Our own fields alone, for the page to read back. */
export const settingsJson = (config: AdapterConfig): string => json(ownFields(config));

/** adapter_config.json: of LoRA PEFT's own and no more (run.json has the rest), of every other method with our fields. */
export function adapterConfigJson(config: AdapterConfig): string {
  return json(config.run.method === 'lora' ? loraConfig(config) : { ...ownConfig(config), ...ownFields(config) });
}

/** run.json: the whole experiment, for train.py to repeat and for the page to read back. */
export function runJson(config: AdapterConfig, story: BundleStory | null): string {
  if (!story) return settingsJson(config);
  const { createdAt, backend, data, clips, epochs, report } = story;
  const counted = (part: string) => clips.filter((clip) => clip.part === part).length;
  const parts = { train: counted('train'), validation: counted('validation'), test: counted('test') };
  const outcome = report && { outcome: report.outcome, seconds: report.seconds, total: report.total };
  return json({ ...ownFields(config), createdAt, backend, data: { ...data, parts }, ...outcome, epochs });
}

/** metrics.json: the best epoch on each part, with the average precision of each class by name. */
export function metricsJson({ labels, best, trainable }: AdapterConfig, story: BundleStory | null): string {
  const part = (measures: NonNullable<BundleStory['report']>['test'] | undefined) =>
    measures && {
      ...measures,
      averagePrecision: labels.map((label, i) => ({ label, value: measures.averagePrecision[i] ?? null })),
    };
  const { report } = story ?? {};
  return json({ best, trainable, validation: part(report?.validation) ?? null, test: part(report?.test) ?? null });
}

/**
 * model_config.json: ASTConfig's fields for the adapted backbone, or null where it is no AST: transformers' class has a
 * class and a distillation token, square patches, LayerNorm before each block, and pools both tokens.
 * Source: huggingface/transformers, configuration_audio_spectrogram_transformer.py.
 */
export function modelConfigJson({ run, labels, backbone: { config } }: AdapterConfig): string | null {
  if (!config || config.patch[0] !== config.patch[1]) return null;
  if (config.prefixTokens !== 2 || config.pooling !== 'prefix-mean' || config.normOrder !== 'pre') return null;
  return json({
    architectures: ['ASTForAudioClassification'],
    model_type: 'audio-spectrogram-transformer',
    hidden_size: config.dim,
    num_hidden_layers: config.depth,
    num_attention_heads: config.heads,
    intermediate_size: config.mlpDim,
    hidden_act: 'gelu',
    hidden_dropout_prob: 0,
    attention_probs_dropout_prob: 0,
    layer_norm_eps: config.blockEps,
    patch_size: config.patch[0],
    qkv_bias: true,
    frequency_stride: run.stride[0],
    time_stride: run.stride[1],
    max_length: run.frames,
    num_mel_bins: FRONT_ENDS[run.frontEnd].bins,
    problem_type: run.loss === 'bce' ? 'multi_label_classification' : 'single_label_classification',
    id2label: Object.fromEntries(labels.map((label, i) => [String(i), label])),
    label2id: Object.fromEntries(labels.map((label, i) => [label, i])),
  });
}

/**
 * preprocessor_config.json: ASTFeatureExtractor's fields. EPIC-SOUNDS' front end is none that it knows, and says so.
 * Source: huggingface/transformers, feature_extraction_audio_spectrogram_transformer.py.
 */
export function preprocessorJson({ run, mean, std }: AdapterConfig): string {
  const { sampleRate, bins } = FRONT_ENDS[run.frontEnd];
  return json({
    ...(run.frontEnd === 'ast' ? { feature_extractor_type: 'ASTFeatureExtractor' } : { front_end: run.frontEnd }),
    sampling_rate: sampleRate,
    feature_size: 1,
    num_mel_bins: bins,
    max_length: run.frames,
    do_normalize: true,
    mean,
    std,
    padding_side: 'right',
    padding_value: 0,
    return_attention_mask: false,
  });
}
