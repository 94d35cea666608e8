import type { Naming } from './namingPlan';

const PRE_NORM_VIT = {
  patchLayout: 'square',
  freshNorm: false,
  marks: [],
  positions: 'learned',
  pooling: 'prefix-mean',
} as const;

const TIMM = {
  ...PRE_NORM_VIT,
  tokens: { cls: 'cls_token', dist: 'dist_token', pos: 'pos_embed' },
  patch: 'patch_embed.proj',
  norm: 'norm',
  blocks: 'blocks.',
  parts: {
    norm1: ['norm1'],
    qkv: ['attn.qkv'],
    proj: ['attn.proj'],
    norm2: ['norm2'],
    fc1: ['mlp.fc1'],
    fc2: ['mlp.fc2'],
  },
  blockEps: 1e-6,
} as const;

const HUGGING_FACE = {
  ...PRE_NORM_VIT,
  tokens: {
    cls: 'embeddings.cls_token',
    dist: 'embeddings.distillation_token',
    pos: 'embeddings.position_embeddings',
  },
  patch: 'embeddings.patch_embeddings.projection',
  norm: 'layernorm',
  blocks: 'encoder.layer.',
  parts: {
    norm1: ['layernorm_before'],
    qkv: ['attention.attention.query', 'attention.attention.key', 'attention.attention.value'],
    proj: ['attention.output.dense'],
    norm2: ['layernorm_after'],
    fc1: ['intermediate.dense'],
    fc2: ['output.dense'],
  },
} as const;

/** What transformers 5 calls the same layers in memory: `torch.save(model.state_dict())` writes these. */
const HUGGING_FACE_5 = {
  blocks: 'layers.',
  parts: {
    norm1: ['layernorm_before'],
    qkv: ['attention.q_proj', 'attention.k_proj', 'attention.v_proj'],
    proj: ['attention.o_proj'],
    norm2: ['layernorm_after'],
    fc1: ['mlp.fc1'],
    fc2: ['mlp.fc2'],
  },
} as const;

/** Source: timm (vision_transformer), facebookresearch/deit. */
const TIMM_DEIT: Naming = {
  ...TIMM,
  name: 'timm-deit',
  title: 'DeiT as timm and facebookresearch/deit name it',
  pretrainedOn: 'images',
  wrappers: ['', 'module.'],
  prefixes: [''],
  channels: 3,
  head: null,
  ignored: /^head(_dist)?\.(weight|bias)$/,
  geometry: 'image',
};

/** Source: transformers (modeling_deit). */
const HF_DEIT: Naming = {
  ...HUGGING_FACE,
  name: 'hf-deit',
  title: 'DeiT as Hugging Face names it',
  pretrainedOn: 'images',
  wrappers: ['', 'module.'],
  prefixes: ['deit.', ''],
  channels: 3,
  head: null,
  ignored:
    /^((cls_|distillation_)?classifier\.(weight|bias)|(deit\.)?pooler\.dense\.(weight|bias)|(deit\.)?embeddings\.mask_token)$/,
  blockEps: 1e-6,
  geometry: 'image',
};

/**
 * Without a distillation token S is 1, and the pooled features are the class token's: what AST's authors do with such a
 * backbone. Source: timm (vision_transformer); YuanGongND/ssast, finetuningcls with cls_token_num 1.
 */
const TIMM_VIT: Naming = {
  ...TIMM_DEIT,
  name: 'timm-vit',
  title: 'ViT or plain DeiT as timm names it',
  tokens: { ...TIMM.tokens, dist: null },
  ignored: /^(head|pre_logits\.fc)\.(weight|bias)$/,
};

/** Epsilon 1e-12 is ViTConfig's default. Source: transformers (modeling_vit, configuration_vit). */
const HF_VIT: Naming = {
  ...HF_DEIT,
  name: 'hf-vit',
  title: 'ViT or plain DeiT as Hugging Face names it',
  prefixes: ['vit.', 'deit.', ''],
  tokens: { ...HUGGING_FACE.tokens, dist: null },
  ignored:
    /^((cls_|distillation_)?classifier\.(weight|bias)|((vit|deit)\.)?pooler\.dense\.(weight|bias)|((vit|deit)\.)?embeddings\.mask_token)$/,
  blockEps: 1e-12,
};

/** Source: YuanGongND/ast, src/models/ast_models.py. */
const AST_ORIGINAL: Naming = {
  ...TIMM,
  name: 'ast-original',
  title: 'AST as its authors name it',
  pretrainedOn: 'audio',
  wrappers: ['module.', ''],
  prefixes: ['v.'],
  channels: 1,
  head: { norm: 'mlp_head.0', dense: 'mlp_head.1' },
  ignored: /^v\.head(_dist)?\.(weight|bias)$/,
  geometry: 'audio',
};

/** Source: transformers (modeling_audio_spectrogram_transformer). */
const HF_AST: Naming = {
  ...HUGGING_FACE,
  name: 'hf-ast',
  title: 'AST as Hugging Face names it',
  pretrainedOn: 'audio',
  wrappers: ['', 'module.'],
  prefixes: ['audio_spectrogram_transformer.', ''],
  channels: 1,
  head: { norm: 'classifier.layernorm', dense: 'classifier.dense' },
  ignored: /^(audio_spectrogram_transformer\.)?pooler\.dense\.(weight|bias)$/,
  blockEps: 1e-12,
  geometry: 'audio',
};

/**
 * Patches of 16 x 16 or 128 x 2 (`frame`), stated by the kernel; the spectrogram of pre-training stated by p_input_fdim and
 * p_input_tdim. A clip is the mean of its normalised patch tokens, as the authors fine-tune (`ft_avgtok`). Prediction layers
 * and mask token served the pre-training only. Sizes: tiny224, small224, base384. Source: YuanGongND/ssast,
 * src/models/ast_models.py.
 */
const SSAST: Naming = {
  ...AST_ORIGINAL,
  name: 'ssast',
  title: 'SSAST as its authors name it',
  patchLayout: 'frequency-time',
  head: null,
  marks: [
    { key: 'p_input_fdim', shape: [] },
    { key: 'p_input_tdim', shape: [] },
  ],
  ignored: /^(v\.head(_dist)?\.(weight|bias)|[cg]predlayer\.[02]\.(weight|bias)|mask_embed)$/,
  geometry: 'ssast',
  pooling: 'patch-mean',
};

/** The size base384_nokd: no distillation token. */
const SSAST_ONE_TOKEN: Naming = { ...SSAST, tokens: { ...TIMM.tokens, dist: null } };

/**
 * Patches are cut time-major by `Unfold` over (time, frequency) and projected by a linear layer; sine positions run along
 * that sequence; there is no class token. Patch size and norm order are no tensors: they stand in the checkpoint's own
 * settings. fairseq's LayerNorm has PyTorch's epsilon. `batch_norm` (running statistics, then times 0.5) brings inputs to
 * mean 0 and deviation 0.5: what (x - mean) / (2 std) of the data set does here already. `layer_norm` is never called.
 * A clip is the mean of its tokens, as in the SSAST recipes with which it was evaluated.
 * Source: AlanBaade/MAE-AST-Public, mae_ast/models/mae_ast.py, README.md; fairseq, modules/multihead_attention.py.
 */
const MAE_AST: Naming = {
  name: 'mae-ast',
  title: 'MAE-AST as fairseq names it',
  pretrainedOn: 'audio',
  wrappers: ['', 'module.'],
  prefixes: [''],
  tokens: { cls: null, dist: null, pos: null },
  patch: 'post_extract_proj',
  patchLayout: 'unfolded',
  norm: 'encoder.layer_norm',
  freshNorm: false,
  channels: 1,
  blocks: 'encoder.layers.',
  parts: {
    norm1: ['self_attn_layer_norm'],
    qkv: ['self_attn.q_proj', 'self_attn.k_proj', 'self_attn.v_proj'],
    proj: ['self_attn.out_proj'],
    norm2: ['final_layer_norm'],
    fc1: ['fc1'],
    fc2: ['fc2'],
  },
  head: null,
  marks: [{ key: 'enc_sine_pos_embed.pe', shape: [1, 'K', 'd'] }],
  ignored:
    /^(layer_norm\.(weight|bias)|batch_norm\.(running_mean|running_var|num_batches_tracked)|(en|de)coder_mask_emb|decoder\..*|dec_sine_pos_embed\.pe|post_enc_proj\.(weight|bias)|final_proj_(reconstruction|classification)\.(weight|bias))$/,
  blockEps: 1e-5,
  geometry: 'mae-ast',
  positions: 'sine',
  pooling: 'patch-mean',
};

/**
 * A ViT over [time, mel]: kernel and tokens are time-major. Positions are a fixed sine-cosine table, stored. A clip is the
 * mean of its patch tokens and then `fc_norm`, which fine-tuning starts anew: `norm` belongs to the pre-training only.
 * Source: facebookresearch/AudioMAE, models_mae.py, models_vit.py, main_finetune_as.py.
 */
const AUDIO_MAE: Naming = {
  ...TIMM,
  name: 'audio-mae',
  title: 'Audio-MAE as its authors name it',
  pretrainedOn: 'audio',
  wrappers: ['', 'module.'],
  prefixes: [''],
  tokens: { ...TIMM.tokens, dist: null },
  patchLayout: 'time-frequency',
  freshNorm: true,
  channels: 1,
  head: null,
  ignored: /^(mask_token|decoder_.*|head\.(weight|bias))$/,
  geometry: 'audio',
  positions: 'sine-2d',
  pooling: 'patch-mean-norm',
};

/** The fine-tuned form, and that of timm's port: `fc_norm` in place of `norm`. */
const AUDIO_MAE_TUNED: Naming = { ...AUDIO_MAE, norm: 'fc_norm', freshNorm: false };

/** The public namings; a naming has several rows where its checkpoints come in several forms. */
export const NAMINGS: readonly Naming[] = [
  TIMM_DEIT,
  HF_DEIT,
  { ...HF_DEIT, ...HUGGING_FACE_5 },
  TIMM_VIT,
  HF_VIT,
  { ...HF_VIT, ...HUGGING_FACE_5 },
  AST_ORIGINAL,
  HF_AST,
  { ...HF_AST, ...HUGGING_FACE_5 },
  SSAST,
  SSAST_ONE_TOKEN,
  MAE_AST,
  AUDIO_MAE,
  AUDIO_MAE_TUNED,
];
