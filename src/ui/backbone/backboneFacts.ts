import { backboneSize } from '../../model/methods';
import type { BackboneConfig, NamingName } from '../../weights/types';
import { parameters } from '../format';
import type { TermName } from '../glossary';

/** The public namings, as people know them. */
const KINDS: Readonly<Record<NamingName, string>> = {
  'timm-deit': 'DeiT, timm naming',
  'hf-deit': 'DeiT, Hugging Face naming',
  'timm-vit': 'ViT, timm naming',
  'hf-vit': 'ViT, Hugging Face naming',
  'ast-original': 'AST, original naming',
  'hf-ast': 'AST, Hugging Face naming',
  ssast: 'SSAST',
  'mae-ast': 'MAE-AST',
  'audio-mae': 'Audio-MAE',
};

const TOKENS = ['none', 'class token', 'class and distillation token'] as const;
const POSITIONS: Readonly<Record<BackboneConfig['positions'], (rows: number, columns: number) => string>> = {
  learned: (rows, columns) => `learned, ${rows} × ${columns}`,
  sine: () => 'fixed sines',
  'sine-2d': () => 'fixed sines on both axes',
};
const MEAN_OF_PATCHES = 'mean of all patches';
/** By the number of extra tokens. */
const ONE_CLIP: Readonly<Record<BackboneConfig['pooling'], readonly [string, string, string]>> = {
  'prefix-mean': [MEAN_OF_PATCHES, 'its class token', 'mean of its two tokens'],
  'patch-mean': [MEAN_OF_PATCHES, MEAN_OF_PATCHES, MEAN_OF_PATCHES],
  'patch-mean-norm': [MEAN_OF_PATCHES, MEAN_OF_PATCHES, MEAN_OF_PATCHES],
};

/** One fact, and the glossary's word for it where a beginner may need one. */
export interface BackboneFact {
  readonly name: string;
  readonly value: string;
  readonly term?: TermName;
}

/** What is loaded, in plain words. */
export function backboneFacts(naming: NamingName, config: BackboneConfig): readonly BackboneFact[] {
  const [rows, columns] = config.positionGrid;
  const size = backboneSize({ ...config, tokens: config.prefixTokens + rows * columns, classes: 0 });
  return [
    { name: 'Kind', value: KINDS[naming] },
    { name: 'Trained on', value: config.pretrainedOn },
    { name: 'Parameters', value: parameters(size) },
    { name: 'Layers × heads', value: `${config.depth} × ${config.heads}` },
    { name: 'Width', value: String(config.dim) },
    { name: 'Patch', value: `${config.patch[0]} mel bins × ${config.patch[1]} frames` },
    { name: 'Extra tokens', value: TOKENS[config.prefixTokens], term: 'extraTokens' },
    { name: 'Positions', value: POSITIONS[config.positions](rows, columns), term: 'positions' },
    { name: 'A clip becomes', value: ONE_CLIP[config.pooling][config.prefixTokens] },
    ...(config.normOrder === 'post' ? [{ name: 'LayerNorm', value: 'behind each sum' }] : []),
  ];
}
