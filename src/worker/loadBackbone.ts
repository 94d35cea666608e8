import { fail } from '../core/problem';
import type { OnProgress } from '../core/progress';
import { fetchHubModel } from '../weights/hub';
import { createMemoryCache } from '../weights/memoryCache';
import { openCheckpoint } from '../weights/openCheckpoint';
import { createOpfsCache, openModelsFolder } from '../weights/opfsCache';
import { readBackbone } from '../weights/readBackbone';
import { sha256Of } from '../weights/sha256';
import type { Backbone } from '../weights/types';
import type { BackboneRequest } from './protocol';

/** A backbone's files, wherever they come from. */
interface BackboneFiles {
  readonly name: string;
  readonly weights: Blob;
  readonly weightsName: string;
  readonly configJson: unknown;
  readonly sha256: string | null;
  readonly origin: Backbone['origin'];
}

/** Fetches or opens a backbone and reads it. Nothing is kept of a backbone that fails. @throws ProblemError */
export async function loadBackbone(
  request: BackboneRequest,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Backbone> {
  const files = await filesOf(request, onProgress, signal);
  const sha256 = files.sha256 ?? (await sha256Of(files.weights, onProgress, signal));
  const file = await openCheckpoint(files.weights, files.weightsName, signal);
  const { name, configJson, origin } = files;
  return readBackbone(file, { name, sha256, configJson, origin, signal, onProgress });
}

function filesOf(request: BackboneRequest, onProgress: OnProgress, signal: AbortSignal): Promise<BackboneFiles> {
  switch (request.kind) {
    case 'bundled':
      return bundledFiles(request.name, request.url, signal);
    case 'hub':
      return hubFiles(request, onProgress, signal);
    case 'files':
      return localFiles(request.weights, request.config);
  }
}

async function bundledFiles(name: string, url: string, signal: AbortSignal): Promise<BackboneFiles> {
  const get = async (file: string): Promise<Response> => {
    const response = await fetch(new URL(file, url), { signal });
    if (!response.ok)
      fail('backbone.not-served', name, `${file} is not served here (${response.status}).`, 'Reload the page.');
    return response;
  };
  const configJson: unknown = await (await get('config.json')).json();
  const weights = await (await get('model.safetensors')).blob();
  return { name, weights, weightsName: `${name}/model.safetensors`, configJson, sha256: null, origin: null };
}

async function hubFiles(
  { endpoint, repo, revision }: Extract<BackboneRequest, { kind: 'hub' }>,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<BackboneFiles> {
  const folder = await openModelsFolder();
  const cache = folder ? createOpfsCache(folder) : createMemoryCache();
  const found = await fetchHubModel({ endpoint, repo, revision, cache, signal, onProgress });
  return {
    name: repo,
    weights: found.weights,
    weightsName: `${repo}/${found.weightsName}`,
    configJson: found.config,
    sha256: found.sha256,
    origin: { repo, revision: found.revision },
  };
}

async function localFiles(weights: File, config: File | null): Promise<BackboneFiles> {
  const configJson = config ? parseConfig(config.name, await config.text()) : undefined;
  return { name: weights.name, weights, weightsName: weights.name, configJson, sha256: null, origin: null };
}

function parseConfig(name: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return fail('backbone.bad-config', name, 'is not JSON.', "Choose the model's own config.json.");
  }
}
