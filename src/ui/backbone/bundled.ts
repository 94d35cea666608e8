import type { BackboneRequest } from '../../worker/protocol';

/** The small image-pretrained backbone that is served with the page, wherever the page is served from. */
export function bundledBackbone(): BackboneRequest {
  return { kind: 'bundled', name: 'ViT-Nano', url: new URL('models/vit-nano/', document.baseURI).href };
}
