import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as ort from 'onnxruntime-web/wasm';
import { ROOT } from '../site.mjs';
import { largestGap, readCsv } from './csv.mjs';

const TOLERANCE = 1e-4;
/** Mean over a filterbank's logarithms: how PyTorch's builds differ in the FFT, which weak bins beside a loud tone show. */
const FILTERBANK_TOLERANCE = 5e-4;
/** Of a loss, in bf16's eight bits. */
const BF16_TOLERANCE = 1e-2;
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

/** What each method is told: small, every option of its own. */
const OPTIONS = {
  adapters: { attn: { kernel: 'time', bottleneck: 2 }, ffn: { kernel: 'square', bottleneck: 3 } },
  bias: true,
  lora: { rank: 2, alpha: 3, targets: ['q', 'k', 'v', 'proj', 'fc1', 'fc2'] },
  convpass: { bottleneck: 3, scale: 0.5 },
  prompts: { length: 3, deep: true },
  prefix: { length: 3 },
};

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
  if (!python.has('onnx'))
    return console.log('Left out: onnx, which checks the file itself, is not installed in Python.');
  report.check('ONNX opset is 17 or later, and the file is sound', opset >= 17 && checked, `opset ${opset}`);
}

/** train.py: the page's first loss, two processes, a broken run that goes on, and back into the page. */
export async function checkTraining({ folder, page, python, sounds, bundle, result, report }) {
  if (!python.has('accelerate')) return console.log('Left out: accelerate is not installed in Python.');
  const train = (out, processes, more, precision = 'no') =>
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
      ...['--mixed_precision', precision, '--dynamo_backend', 'no', '--main_process_port', '0'],
      ...[program('train.py'), '--cpu', '--run', bundle, '--data', sounds.folder, '--out', out, ...more],
    ]);
  const out = join(folder, 'trained');
  train(out, 2, ['--epochs', '2']);
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

  const { same, clips: drawn, gap, fingerprint } = JSON.parse(python.run([harness, 'prepared', bundle, sounds.folder]));
  report.check(
    'train.py --split seed draws the parts of the bundle, clip by clip',
    same && drawn > 0,
    `${drawn} clips`,
  );
  report.check('and knows the data by the fingerprint of the page', fingerprint);
  report.below('and measures its mean and deviation', gap, TOLERANCE);
  const [told, kept] = [bundle, out].map((at) => JSON.parse(readFileSync(join(at, 'run.json'), 'utf8')).data);
  report.check(
    'run.json of train.py keeps split and fingerprint',
    isDeepStrictEqual(kept, told) && told.split !== null,
  );

  const half = join(folder, 'bf16');
  train(half, 2, ['--epochs', '2', '--stop-after', '1'], 'bf16');
  const halves = readCsv(join(half, 'history.csv'))
    .slice(1)
    .map((row) => Number(row[3]));
  const whole = history.slice(0, halves.length);
  const difference = largestGap(halves, whole);
  report.check(
    'train.py in bf16: its losses are those of float32 but for rounding',
    difference > 0 && difference < BF16_TOLERANCE,
    difference.toExponential(2),
  );
  const dtypes = JSON.parse(python.run([harness, 'dtypes', half]));
  report.check('and its adapter and moments are float32', isDeepStrictEqual(dtypes, ['float32']), dtypes.join(' '));

  const { labels, rows, files } = predicted(out, sounds.folder, 12);
  const answers = await page.predict(
    wanted.map((name) => join(out, name)),
    files,
  );
  report.below(`the adapter of train.py in the page, ${rows.length} clips`, gapOf(answers, labels, rows), TOLERANCE);
}

/** The file of a clip, below the folder that was given or the one that it names first. */
function soundFile(folder, path) {
  const found = [join(folder, path), join(folder, path.slice(path.indexOf('/') + 1))].find(existsSync);
  if (!found) throw new Error(`${path} is not in ${folder}.`);
  return found;
}

/** Every method: Python has the page's logits and losses, and the page predicts with what Python trained. */
export async function checkMethods({ folder, page, python, sounds, report }) {
  const cases = JSON.parse(python.run([harness, 'goldens', join(ROOT, 'fixtures-methods')]));
  for (const [name, { logits, loss, final, trainable }] of Object.entries(cases)) {
    report.below(`loaa_ast.py, golden ${name}: logits, losses and weights`, Math.max(logits, loss, final), TOLERANCE);
    report.check(`loaa_ast.py, golden ${name}: trained parameters`, trainable);
  }
  if (!python.has('accelerate')) return console.log('Left out: accelerate is not installed in Python.');
  const at = join(folder, 'methods');
  const config = { ...settings(sounds), ...OPTIONS, epochs: 1, maxClips: sounds.fewClips };
  const methods = await page.trainEveryMethod(config, at);
  for (const method of methods) unzip(python, join(at, method, 'bundle.zip'), join(at, method, 'bundle'));
  const trained = JSON.parse(python.run([harness, 'methods', at, sounds.folder]));
  for (const method of methods) {
    const { logits, loss, steps, shapes, dtypes } = trained[method];
    report.below(`${method}: logits of loaa_ast.py, and the page's`, logits, TOLERANCE);
    report.below(`${method}: losses of ${steps} steps of train.py, and the page's`, loss, TOLERANCE);
    report.check(`${method}: train.py writes what the page writes`, shapes && dtypes.join() === 'float32');
    const out = join(at, method, 'trained');
    const { labels, rows, files } = predicted(out, sounds.folder, 2);
    const answers = await page.predict(
      ['adapter_model.safetensors', 'adapter_config.json', 'run.json'].map((name) => join(out, name)),
      files,
    );
    report.below(`${method}: the adapter of train.py in the page`, gapOf(answers, labels, rows), TOLERANCE);
  }
}

/** What train.py said of its first clips: the classes, the rows of predictions.csv, and the clips' files. */
function predicted(out, folder, most) {
  const [header, ...all] = readCsv(join(out, 'predictions.csv'));
  const rows = all.slice(0, most);
  const paths = new Map(
    readCsv(join(out, 'split.csv'))
      .slice(1)
      .map(([id, path]) => [id, path]),
  );
  return { labels: header.slice(5), rows, files: rows.map(([id]) => soundFile(folder, paths.get(id))) };
}

/** The largest difference of a score between the page's answers and rows of predictions.csv. */
function gapOf(answers, labels, rows) {
  if (answers.length !== rows.length || rows.length === 0) return Infinity;
  const gaps = answers.map((scores, i) =>
    largestGap(
      labels.map((label) => scores[label] ?? NaN),
      rows[i].slice(5).map(Number),
    ),
  );
  return Math.max(...gaps);
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
