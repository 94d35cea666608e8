import { modelCard } from './card';
import { predictionsCsv, splitCsv } from './csvFiles';
import { adapterConfigJson, metricsJson, modelConfigJson, preprocessorJson, runJson } from './jsonFiles';
import { parityFile } from './parity';
import type { BundleFile, BundleSource } from './types';
import { BASE_FILE, CONFIG_FILE, PARITY_FILE, RUN_FILE, WEIGHTS_FILE } from './zip';

/**
 * Every file of a bundle. A file that would say nothing is left out: those about training of an adapter that was imported,
 * model_config.json of a backbone that is no AST, base_model.safetensors where a hub has the backbone.
 */
export function bundleFiles({ adapter, story, parity, programs, base }: BundleSource): readonly BundleFile[] {
  const { config, weights } = adapter;
  const model = modelConfigJson(config);
  const files: readonly (BundleFile | null)[] = [
    { name: 'README.md', data: modelCard(config, story, base !== null) },
    { name: WEIGHTS_FILE, data: weights },
    { name: CONFIG_FILE, data: adapterConfigJson(config) },
    model === null ? null : { name: 'model_config.json', data: model },
    { name: 'preprocessor_config.json', data: preprocessorJson(config) },
    ...Object.entries(programs).map(([name, data]) => ({ name, data })),
    { name: PARITY_FILE, data: parityFile(parity) },
    { name: RUN_FILE, data: runJson(config, story) },
    ...(story
      ? [
          { name: 'history.csv', data: story.history },
          { name: 'metrics.json', data: metricsJson(config, story) },
          { name: 'split.csv', data: splitCsv(story.clips, config.labels) },
          { name: 'predictions.csv', data: predictionsCsv(story.clips, config.labels) },
        ]
      : []),
    base && { name: BASE_FILE, data: base },
  ];
  return files.filter((file) => file !== null);
}
