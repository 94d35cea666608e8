import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web/wasm';
import { ROOT } from '../site.mjs';
import { largestGap, readCsv } from './csv.mjs';

const TOLERANCE = 1e-4;
/** Mean over a filterbank's logarithms: how PyTorch's builds differ in the FFT, which weak bins beside a loud tone show. */
const FILTERBANK_TOLERANCE = 5e-4;
const PROGRAMS = join(ROOT, 'python');
const program = (name) => join(PROGRAMS, name);
const harness = program('interop.py');

/** Plain settings: nothing is drawn that could differ, and few steps. */
const settings = ({ data, maxClips }) => ({
  data,
  backbone: 'vit-nano',
  backend: 'wasm',
  epochs: 2,
  batch: 8,
  maxClips,
  frames: 96,
  specAugment: { frequency: 24, time: 16 },
});

const unzip = (python, zip, to) => {
  mkdirSync(to, { recursive: true });
  python.run(['-m', 'zipfile', '-e', zip, to]);
};

/** A bundle: check.py passes, predictions agree on every clip, the filterbank is that of the goldens. */
export async function checkBundle(context) {
  const { folder, page, python, sounds, report } = context;
  context.result = await page.train(settings(sounds), join(folder, 'loaa'));
  context.bundle = join(folder, 'loaa', 'bundle');
  unzip(python, join(folder, 'loaa', 'bundle.zip'), context.bundle);
  const said = python.run([join(context.bundle, 'check.py')]);
  for (const line of said.split('\n')) {
    const [, mark, text] = /^(ok {2}|FAIL) (.+)$/.exec(line) ?? [];
    if (mark) report.check(`check.py, ${text}`, mark === 'ok  ');
  }
  const { goldens, predictions, dtype } = JSON.parse(
    python.run([harness, 'bundle', context.bundle, sounds.folder, join(ROOT, 'fixtures', 'audio')]),
  );
  for (const [name, mean] of Object.entries(goldens))
    report.below(`${name} of the goldens, mean difference`, mean, FILTERBANK_TOLERANCE);
  report.check('weights are float32 with metadata format pt', dtype === 'float32 pt');
  report.check(
    'predictions cover every evaluated clip',
    predictions.clips > 0 && predictions.clips === predictions.rows,
  );
  report.below(
    `predictions.csv on ${predictions.clips} clips, largest difference of a score`,
    predictions.gap,
    TOLERANCE,
  );
}

/** ONNX: onnxruntime in Python and onnxruntime-web give the page's logits. */
export async function checkOnnx({ folder, python, bundle, report }) {
  const file = join(folder, 'loaa', 'model.onnx');
  const parity = JSON.parse(python.run([harness, 'input', bundle]));
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(readFileSync(file), { executionProviders: ['wasm'] });
  const x = new ort.Tensor('float32', Float32Array.from(parity.input), parity.shape);
  const { logits } = await session.run({ input_values: x });
  await session.release();
  report.below('ONNX in onnxruntime-web', largestGap([...logits.data], parity.logits), TOLERANCE);
  if (!python.has('onnxruntime')) return console.log('Left out: onnxruntime is not installed in Python.');
  const { gap, opset, checked } = JSON.parse(python.run([harness, 'onnx', bundle, file]));
  report.below('ONNX in onnxruntime', gap, TOLERANCE);
  report.check('ONNX opset is 17 or later, and the file is sound', opset >= 17 && checked !== false, `opset ${opset}`);
}

/** train.py: the page's first loss, two processes, a broken run that goes on, and back into the page. */
export async function checkTraining({ folder, page, python, sounds, bundle, result, report }) {
  if (!python.has('accelerate')) return console.log('Left out: accelerate is not installed in Python.');
  const train = (out, processes, ...more) =>
    python.run([
      // --multi_gpu is what makes accelerate start several processes (by torchrun) on one machine; --cpu is ours.
      ...[
        '-m',
        'accelerate.commands.launch',
        '--multi_gpu',
        '--num_processes',
        String(processes),
        '--num_machines',
        '1',
      ],
      ...['--mixed_precision', 'no', '--dynamo_backend', 'no', '--main_process_port', '0'],
      ...[program('train.py'), '--cpu', '--run', bundle, '--data', sounds.folder, '--out', out, ...more],
    ]);
  const out = join(folder, 'trained');
  train(out, 2, '--epochs', '2');
  const history = readCsv(join(out, 'history.csv'))
    .slice(1)
    .map((row) => Number(row[3]));
  report.below("train.py's first loss, and the page's", Math.abs(history[0] - result.loss[0]), TOLERANCE);
  report.below('train.py on two processes, every loss of two epochs', largestGap(history, [...result.loss]), 1e-2);
  const names = readdirSync(out);
  const wanted = ['adapter_model.safetensors', 'adapter_config.json', 'run.json', 'history.csv', 'predictions.csv'];
  report.check(
    'train.py wrote its folder',
    wanted.every((name) => names.includes(name)),
    names.join(' '),
  );

  const again = join(folder, 'again');
  const last = JSON.parse(python.run([harness, 'interrupted', PROGRAMS, bundle, sounds.folder, again]));
  report.below('a run that was broken off goes on to the same weights', last.gap, 1e-6);

  const [header, ...rows] = readCsv(join(out, 'predictions.csv'));
  const labels = header.slice(5);
  const paths = new Map(
    readCsv(join(out, 'split.csv'))
      .slice(1)
      .map(([id, path]) => [id, path]),
  );
  const clips = rows.slice(0, 12).map((row) => ({ row, file: soundFile(sounds.folder, paths.get(row[0])) }));
  const answers = await page.predict(
    wanted.map((name) => join(out, name)),
    clips.map(({ file }) => file),
  );
  const gaps = answers.map((scores, i) =>
    largestGap(
      labels.map((label) => scores[label] ?? NaN),
      clips[i].row.slice(5).map(Number),
    ),
  );
  report.check('the page answers on every clip', answers.length === clips.length && clips.length > 0);
  report.below(`the adapter of train.py in the page, ${clips.length} clips`, Math.max(...gaps), TOLERANCE);
}

/** The file of a clip, below the folder that was given or the one that it names first. */
function soundFile(folder, path) {
  const found = [join(folder, path), join(folder, path.slice(path.indexOf('/') + 1))].find(existsSync);
  if (!found) throw new Error(`${path} is not in ${folder}.`);
  return found;
}

/** LoRA: PeftModel.from_pretrained loads the bundle and gives the page's logits. */
export async function checkLora({ folder, page, python, sounds, report }) {
  const config = {
    ...settings(sounds),
    method: 'lora',
    lora: { rank: 4, alpha: 8, targets: ['q', 'v', 'fc2'] },
    layers: [1, 4],
  };
  await page.train({ ...config, epochs: 1 }, join(folder, 'lora'));
  const bundle = join(folder, 'lora', 'bundle');
  unzip(python, join(folder, 'lora', 'bundle.zip'), bundle);
  report.check('check.py passes on LoRA', / 0 failed/.test(python.run([join(bundle, 'check.py')])));
  if (!python.has('peft')) return console.log('Left out: peft is not installed in Python.');
  const { gap, warnings, adapted } = JSON.parse(python.run([harness, 'peft', bundle]));
  report.below('PeftModel.from_pretrained, logits', gap, TOLERANCE);
  report.check('PEFT has nothing to say against it', warnings.length === 0, warnings.join(' '));
  report.check('PEFT adapted the modules that were trained', adapted === 6, `${adapted} of 6`);
}
