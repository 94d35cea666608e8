import type { BackboneRequest } from './protocol';

/**
 * The small image-pretrained backbone that is served with the page, wherever the page is served from.
 * @param baseUri the page's `document.baseURI`
 */
export function bundledBackbone(baseUri: string): BackboneRequest {
  return { kind: 'bundled', name: 'ViT-Nano', url: new URL('models/vit-nano/', baseUri).href };
}
