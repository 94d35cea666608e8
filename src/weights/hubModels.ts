/** A model of the hub that the page names. Others are found by typing their name. */
export interface HubModel {
  readonly repo: string;
  readonly title: string;
  readonly dim: number;
  readonly depth: number;
  readonly heads: number;
  /** Size of the download, roughly. */
  readonly approximateBytes: number;
  readonly pretrainedOn: 'images' | 'audio';
}

/**
 * The hub's address: the public one, or that which the page was built for (VITE_HUB). The page's policy lets it connect to no
 * other: see vite/policy.ts.
 */
export const DEFAULT_HUB: string = import.meta.env.VITE_HUB || 'https://huggingface.co';

/**
 * SSAST, MAE-AST and Audio-MAE are published by their authors outside the hub; their files open from disk.
 * Sources: the models' pages on the hub; Touvron et al. 2021 (DeiT), table 1; Dosovitskiy et al. 2021 (ViT), table 1; Gong
 * et al. 2021 (AST).
 */
export const HUB_MODELS: readonly HubModel[] = [
  {
    repo: 'facebook/deit-tiny-distilled-patch16-224',
    title: 'DeiT-Tiny, distilled (ImageNet, 224 pixels)',
    dim: 192,
    depth: 12,
    heads: 3,
    approximateBytes: 23_700_000,
    pretrainedOn: 'images',
  },
  {
    repo: 'facebook/deit-small-distilled-patch16-224',
    title: 'DeiT-Small, distilled (ImageNet, 224 pixels)',
    dim: 384,
    depth: 12,
    heads: 6,
    approximateBytes: 89_800_000,
    pretrainedOn: 'images',
  },
  {
    repo: 'facebook/deit-base-distilled-patch16-224',
    title: 'DeiT-Base, distilled (ImageNet, 224 pixels)',
    dim: 768,
    depth: 12,
    heads: 12,
    approximateBytes: 349_400_000,
    pretrainedOn: 'images',
  },
  {
    repo: 'facebook/deit-base-distilled-patch16-384',
    title: 'DeiT-Base, distilled (ImageNet, 384 pixels): the start of the published AST',
    dim: 768,
    depth: 12,
    heads: 12,
    approximateBytes: 350_500_000,
    pretrainedOn: 'images',
  },
  {
    repo: 'facebook/deit-tiny-patch16-224',
    title: 'DeiT-Tiny, not distilled (ImageNet, 224 pixels)',
    dim: 192,
    depth: 12,
    heads: 3,
    approximateBytes: 22_900_000,
    pretrainedOn: 'images',
  },
  {
    repo: 'google/vit-base-patch16-224',
    title: 'ViT-Base (ImageNet-21k, 224 pixels)',
    dim: 768,
    depth: 12,
    heads: 12,
    approximateBytes: 346_300_000,
    pretrainedOn: 'images',
  },
  {
    repo: 'MIT/ast-finetuned-audioset-10-10-0.4593',
    title: 'AST, trained on AudioSet (527 classes, stride 10)',
    dim: 768,
    depth: 12,
    heads: 12,
    approximateBytes: 346_400_000,
    pretrainedOn: 'audio',
  },
];
