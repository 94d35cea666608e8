import { markdownText, yamlText } from '../core/markdown';
import { planTitle } from '../model/adapters';
import { METHODS } from '../model/methods';
import type { AdapterConfig, BundleStory, PartMeasures } from './types';

/** A repository of the hub, as its metadata may name one. */
const REPOSITORY = /^[\w.-]+\/[\w.-]+$/;
/** Classes that the card counts one by one. */
const MOST_CLASSES = 200;

/** README.md: the model card, with the header that the Hugging Face hub reads. All names from outside are escaped. */
export function modelCard(config: AdapterConfig, story: BundleStory | null, hasBase: boolean): string {
  const { run, backbone, labels, trainable, grid } = config;
  const what = run.method === 'loaa' ? `Look-Aside Adapters, ${planTitle(run.adapters)}` : METHODS[run.method].title;
  const from = backbone.origin
    ? `${backbone.origin.repo} at ${backbone.origin.revision}`
    : hasBase
      ? `${backbone.name}, in base_model.safetensors`
      : backbone.name;
  return [
    ...header(config, story),
    '',
    `# ${markdownText(what)} on ${markdownText(backbone.name)}`,
    '',
    `${labels.length} classes, ${trainable} trained parameters, ${grid[0]} x ${grid[1]} tokens of ${run.frames} frames.`,
    `Trained in LoAA Playground${story ? ` (${markdownText(story.backend)}) on ${story.createdAt.slice(0, 10)}` : ''}.`,
    '',
    ...useLines(config),
    '',
    '## Backbone',
    '',
    `${markdownText(from)}. SHA-256 of its file: \`${backbone.sha256}\`. It is frozen${run.method === 'full' || run.method === 'bitfit' ? ' but for the weights in this bundle' : ''}.`,
    '',
    ...resultLines(story),
    ...dataLines(config, story),
    '## Files',
    '',
    ...FILES.map(([name, is]) => `- \`${name}\`: ${is}`),
    '',
  ].join('\n');
}

const FILES = [
  ['adapter_model.safetensors', 'the trained weights, float32, PyTorch layout'],
  ['adapter_config.json', 'what they are, and the backbone that they belong to'],
  ['model_config.json`, `preprocessor_config.json', 'for ASTConfig and ASTFeatureExtractor of transformers'],
  ['loaa_ast.py', 'loads all this on transformers, and predicts'],
  ['check.py`, `parity.safetensors', 'whether your installation computes what the page did'],
  ['run.json`, `split.csv', 'the settings of the run, and which clips were in which part'],
  [
    'train.py`, `loaa_data.py`, `loaa_layouts.py',
    'the same run on PyTorch: accelerate launch train.py --run . --data FOLDER --out trained',
  ],
  ['history.csv`, `metrics.json`, `predictions.csv', 'what came of it'],
] as const;

function header({ backbone }: AdapterConfig, story: BundleStory | null): string[] {
  const repo = backbone.origin?.repo ?? '';
  const measured = story?.report?.test ?? story?.report?.validation ?? null;
  return [
    '---',
    'library_name: peft',
    'pipeline_tag: audio-classification',
    ...(REPOSITORY.test(repo) ? [`base_model: ${yamlText(repo)}`] : []),
    'tags:',
    '- audio-classification',
    '- audio-spectrogram-transformer',
    '- look-aside-adapters',
    ...(measured && story ? resultHeader(story, measured) : []),
    '---',
  ];
}

function resultHeader({ data, report }: BundleStory, { top1, mAP }: PartMeasures): string[] {
  const split = report?.test ? 'test' : 'validation';
  return [
    'metrics:',
    '- accuracy',
    'model-index:',
    '- name: adapter',
    '  results:',
    '  - task:',
    '      type: audio-classification',
    '    dataset:',
    `      name: ${yamlText(data.name)}`,
    `      type: ${yamlText(data.layout)}`,
    `      split: ${split}`,
    '    metrics:',
    '    - type: accuracy',
    `      value: ${top1}`,
    '    - type: mean_average_precision',
    `      value: ${mAP}`,
  ];
}

function useLines({ run: { method } }: AdapterConfig): string[] {
  const loaa = [
    '```python',
    '# pip install torch transformers safetensors; in this folder:',
    'import loaa_ast',
    'model = loaa_ast.load(".")',
    'for label, score in model.predict("sound.wav")[:3]:',
    '    print(f"{score:.3f} {label}")',
    '```',
  ];
  if (method !== 'lora') return loaa;
  return [
    ...loaa,
    '',
    'It is a plain adapter of PEFT, too (with transformers 5):',
    '',
    '```python',
    'import loaa_ast',
    'from peft import PeftModel',
    'model = PeftModel.from_pretrained(loaa_ast.backbone("."), ".")',
    '```',
  ];
}

const percent = (value: number) => `${(100 * value).toFixed(1)}%`;

function resultLines(story: BundleStory | null): string[] {
  const parts = (['validation', 'test'] as const).flatMap((part) => {
    const measures = story?.report?.[part];
    return measures
      ? [`| ${part} | ${percent(measures.top1)} | ${percent(measures.mAP)} | ${measures.loss.toFixed(4)} |`]
      : [];
  });
  if (parts.length === 0) return [];
  return [
    '## Results',
    '',
    'The best epoch on validation.',
    '',
    '| part | top-1 | mAP | loss |',
    '|---|---|---|---|',
    ...parts,
    '',
  ];
}

function dataLines({ labels }: AdapterConfig, story: BundleStory | null): string[] {
  if (!story) return [];
  const { data, clips } = story;
  const counts = new Map<string, number>();
  for (const { part, labels: own } of clips) for (const c of own) add(counts, `${part} ${c}`);
  const of = (part: string, c: number) => counts.get(`${part} ${c}`) ?? 0;
  const rows = labels
    .slice(0, MOST_CLASSES)
    .map((label, c) => `| ${markdownText(label)} | ${of('train', c)} | ${of('validation', c)} | ${of('test', c)} |`);
  const more = labels.length > MOST_CLASSES ? [`and ${labels.length - MOST_CLASSES} classes more.`, ''] : [];
  return [
    '## Data',
    '',
    `${markdownText(data.name)} (${markdownText(data.layout)}), ${clips.length} clips. None of its sounds is in this bundle.`,
    '',
    '| class | training | validation | test |',
    '|---|---|---|---|',
    ...rows,
    '',
    ...more,
  ];
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
