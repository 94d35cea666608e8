import { backboneSize } from '../../model/methods';
import type { BackboneConfig, NamingName } from '../../weights/types';
import { parameters } from '../format';

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

const TOKENS = ['patches only', 'class token', 'class and distillation token'] as const;
const POSITIONS: Readonly<Record<BackboneConfig['positions'], (rows: number, columns: number) => string>> = {
  learned: (rows, columns) => `learned, ${rows} × ${columns}`,
  sine: () => 'fixed sines',
  'sine-2d': () => 'fixed sines on both axes',
};
const ONE_CLIP: Readonly<Record<BackboneConfig['pooling'], readonly [string, string, string]>> = {
  'prefix-mean': ['', 'the class token', 'mean of its two tokens'],
  'patch-mean': ['mean of all patches', 'mean of all patches', 'mean of all patches'],
  'patch-mean-norm': ['mean of all patches', 'mean of all patches', 'mean of all patches'],
};

/** What is loaded, in plain words: name and value of each fact. */
export function backboneFacts(naming: NamingName, config: BackboneConfig): readonly (readonly [string, string])[] {
  const [rows, columns] = config.positionGrid;
  const size = backboneSize({ ...config, tokens: config.prefixTokens + rows * columns, classes: 0 });
  return [
    ['Kind', KINDS[naming]],
    ['Trained on', config.pretrainedOn],
    ['Parameters', parameters(size)],
    ['Layers × heads', `${config.depth} × ${config.heads}`],
    ['Width', String(config.dim)],
    ['Patch', `${config.patch[0]} mel bins × ${config.patch[1]} frames`],
    ['Extra tokens', TOKENS[config.prefixTokens]],
    ['Positions', POSITIONS[config.positions](rows, columns)],
    ['A clip becomes', ONE_CLIP[config.pooling][config.prefixTokens]],
    ...(config.normOrder === 'post' ? [['LayerNorm', 'behind each sum'] as const] : []),
  ];
}
