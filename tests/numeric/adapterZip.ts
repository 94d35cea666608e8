import { adapterConfigJson, runJson } from '../../src/bundle/jsonFiles';
import type { AdapterFiles } from '../../src/bundle/types';
import { CONFIG_FILE, RUN_FILE, WEIGHTS_FILE, zipFiles } from '../../src/bundle/zip';

/** The files of a bundle that hold the adapter, as a zip. */
export function zipAdapter({ weights, config }: AdapterFiles): Promise<Blob> {
  return zipFiles([
    { name: WEIGHTS_FILE, data: weights },
    { name: CONFIG_FILE, data: adapterConfigJson(config) },
    { name: RUN_FILE, data: runJson(config, null) },
  ]);
}
