import { fail } from '../core/problem';
import { planOf, type Naming, type PlanRow } from './namingPlan';
import { NAMINGS } from './namings';
import type { TensorFile } from './types';

/** More blocks than any such model has; keys with larger numbers count as unexpected. */
const MAX_DEPTH = 128;
/** The share of a naming's keys that must be there for a file to count as of this naming with some keys missing. */
const RECOGNISED = 0.5;

/** The naming of a file, and what it must hold. */
export interface Detected {
  readonly naming: Naming;
  readonly outer: string;
  readonly depth: number;
  readonly plan: readonly PlanRow[];
}

/** An architecture that is often tried and is none of ours, told from one key. */
interface Lookalike {
  readonly title: string;
  readonly pattern: RegExp;
  /** Shares most of its keys with a naming of ours, so that this key decides. */
  readonly decisive?: true;
}

/** First match wins. */
const LOOKALIKES: readonly Lookalike[] = [
  { title: 'a set of adapter weights, not a backbone', pattern: /(attn|ffn)_adapter\.(down|up)\.weight$/ },
  { title: 'a Swin or HTS-AT transformer', pattern: /^swin|relative_position_bias_table|\blayers\.\d+\.blocks\.\d+\./ },
  {
    title: 'a wav2vec 2.0, HuBERT or WavLM model',
    pattern: /feature_extractor\.conv_layers|^(wav2vec2|hubert|wavlm)\./,
    decisive: true,
  },
  { title: 'a BEiT or BEATs model', pattern: /^beit\.|\bgrep_linear\b|relative_attention_bias/, decisive: true },
  { title: 'a Whisper model', pattern: /^(model\.)?(encoder|decoder)\.(conv1|blocks|layers)\b/ },
  { title: 'a CLIP or CLAP model', pattern: /^(visual|vision_model|text_model|text_branch|audio_branch|clip|clap)\b/ },
  { title: 'a masked autoencoder of images (MAE)', pattern: /\bdecoder_blocks\.\d+\.|^vit_mae\b/, decisive: true },
  { title: 'a PANNs convolutional network', pattern: /\bconv_block\d+\.conv\d/ },
  { title: 'a ConvNeXt', pattern: /\bstages\.\d+\..*(dwconv|conv_dw)/ },
  { title: 'an EfficientNet or MobileNet', pattern: /\b(conv_stem|features\.\d+\.block|_blocks)\b/ },
  { title: 'a ResNet', pattern: /\blayer[1-4]\.\d+\.(conv|bn)\d|resnet/ },
  { title: 'a text model of the BERT family', pattern: /^(bert|roberta|distilbert)\.|word_embeddings/ },
  { title: 'a language model', pattern: /\b(lm_head|self_attn\.q_proj)\b/ },
];

const CHOOSE =
  'Choose a DeiT or ViT (for example facebook/deit-tiny-distilled-patch16-224), an Audio Spectrogram Transformer, SSAST, MAE-AST or Audio-MAE.';

/** How well a file fits a naming; compared from the first member to the last. */
interface Score {
  /** Share of the wanted keys that are there. */
  readonly share: number;
  /** 1 where the patch kernel has the naming's channels. */
  readonly channels: number;
  /** Keys that are there: of two namings that fit, the one that explains more of the file. */
  readonly present: number;
}

const isBetter = (a: Score, b: Score): boolean =>
  a.share !== b.share ? a.share > b.share : a.channels !== b.channels ? a.channels > b.channels : a.present > b.present;

/**
 * Finds the naming whose keys the file has most of. A few missing keys do not hide it: they are named afterwards by
 * `checkTensors`. Where two namings share all keys (Hugging Face's without prefix), the channels of the patch kernel tell;
 * where one has some keys more (a distilled DeiT is a ViT with one token more), the longer one wins.
 * Errors: `weights.architecture` with what the file looks like.
 */
export function detectNaming(file: TensorFile): Detected {
  let best: { score: Score; found: Detected } | null = null;
  for (const naming of NAMINGS) {
    for (const outer of naming.wrappers) {
      for (const prefix of naming.prefixes) {
        const found = candidate(file, naming, outer, outer + prefix);
        const score = scoreOf(file, found);
        if (best === null || isBetter(score, best.score)) best = { score, found };
      }
    }
  }
  const looks = LOOKALIKES.find(({ pattern }) => [...file.entries.keys()].some((key) => pattern.test(key)));
  const isOther = best !== null && looks?.decisive === true && hasForeign(file, best.found, looks.pattern);
  if (best === null || best.score.share < RECOGNISED || best.found.depth === 0 || isOther) {
    const sample = [...file.entries.keys()].slice(0, 3).join(', ');
    const what = looks === undefined ? 'It is none of the architectures known here' : `It looks like ${looks.title}`;
    return fail('weights.architecture', file.name, `${what}. Its first tensors: ${sample || 'none'}.`, CHOOSE);
  }
  return best.found;
}

/** Whether a key of this pattern is none that the naming knows. */
function hasForeign(file: TensorFile, { naming, outer, plan }: Detected, pattern: RegExp): boolean {
  const known = new Set(plan.flatMap(({ sources }) => sources));
  const isKnown = (key: string) =>
    known.has(key) || (key.startsWith(outer) && naming.ignored.test(key.slice(outer.length)));
  return [...file.entries.keys()].some((key) => pattern.test(key) && !isKnown(key));
}

function candidate(file: TensorFile, naming: Naming, outer: string, inner: string): Detected {
  const blocks = inner + naming.blocks;
  let depth = 0;
  for (const key of file.entries.keys()) {
    if (!key.startsWith(blocks)) continue;
    const digits = /^(0|[1-9]\d{0,2})\./.exec(key.slice(blocks.length))?.[1];
    const index = Number(digits ?? -1);
    if (index < MAX_DEPTH) depth = Math.max(depth, index + 1);
  }
  const head = naming.head === null ? [] : [`${outer}${naming.head.norm}.`, `${outer}${naming.head.dense}.`];
  const withHead = [...file.entries.keys()].some((key) => head.some((start) => key.startsWith(start)));
  return { naming, outer, depth, plan: planOf(naming, outer, inner, depth, withHead) };
}

function scoreOf(file: TensorFile, { plan, naming }: Detected): Score {
  const wanted = plan.flatMap(({ sources }) => sources);
  const present = wanted.filter((key) => file.entries.has(key)).length;
  const patch = file.entries.get(plan[0]?.sources[0] ?? '');
  const channels = naming.patchLayout === 'unfolded' || patch?.shape[1] === naming.channels ? 1 : 0;
  return { share: present / wanted.length, channels, present };
}
