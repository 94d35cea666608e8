import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeded } from './benchClips.mjs';
import { openBuiltSite } from './benchPage.mjs';
import { loadBefore } from './load.mjs';

/** DeiT-Base: width, layers. */
const D = 768;
const LAYERS = 12;
/** Memory is looked at again after so long without a garbage collection of its own. Milliseconds. */
const SETTLE_MS = 3000;
const PIECE = 2 ** 20;

/** Names and shapes of timm's DeiT-Base, in the order of its file. */
function tensorsOfBase() {
  const linear = (name, out, into) => [
    [`${name}.weight`, [out, into]],
    [`${name}.bias`, [out]],
  ];
  const norm = (name) => [
    [`${name}.weight`, [D]],
    [`${name}.bias`, [D]],
  ];
  const layer = (i) => [
    ...norm(`blocks.${i}.norm1`),
    ...linear(`blocks.${i}.attn.qkv`, 3 * D, D),
    ...linear(`blocks.${i}.attn.proj`, D, D),
    ...norm(`blocks.${i}.norm2`),
    ...linear(`blocks.${i}.mlp.fc1`, 4 * D, D),
    ...linear(`blocks.${i}.mlp.fc2`, D, 4 * D),
  ];
  return [
    ['cls_token', [1, 1, D]],
    ['pos_embed', [1, 197, D]],
    ['patch_embed.proj.weight', [D, 3, 16, 16]],
    ['patch_embed.proj.bias', [D]],
    ...Array.from({ length: LAYERS }, (_, i) => layer(i)).flat(),
    ...norm('norm'),
    ...linear('head', 1000, D),
  ];
}

/** Writes a safetensors file of DeiT-Base with small seeded weights, piece by piece, and returns its bytes. */
function writeBase(path) {
  let end = 0;
  const header = {};
  for (const [name, shape] of tensorsOfBase()) {
    const begin = end;
    end += 4 * shape.reduce((product, size) => product * size, 1);
    header[name] = { dtype: 'F32', shape, data_offsets: [begin, end] };
  }
  const text = Buffer.from(JSON.stringify(header));
  const head = Buffer.alloc(8 + 8 * Math.ceil(text.length / 8), ' ');
  head.writeBigUInt64LE(BigInt(head.length - 8));
  text.copy(head, 8);
  const random = seeded(1);
  const piece = Float32Array.from({ length: PIECE / 4 }, () => 0.04 * (random() - 0.5));
  const file = openSync(path, 'w');
  writeSync(file, head);
  for (let at = 0; at < end; at += PIECE) writeSync(file, new Uint8Array(piece.buffer, 0, Math.min(PIECE, end - at)));
  closeSync(file);
  return head.length + end;
}

/** A checkpoint of DeiT-Base from disk: the memory that the page's process takes on the way, and keeps, over the file's size. */
export async function* benchLoad() {
  const folder = mkdtempSync(join(tmpdir(), 'loaa-bench-'));
  const site = await openBuiltSite();
  try {
    const path = join(folder, 'deit-base.safetensors');
    const size = writeBase(path);
    const { load, note } = loadBefore();
    const page = await site.openPlayground('wasm');
    await page.getByTestId('step-model').click();
    const memory = await site.watchMemory();
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const before = memory.restart();
    const started = performance.now();
    await page.getByTestId('backbone-input').setInputFiles(path);
    await page.getByTestId('step-model').getByText('deit-base').waitFor({ timeout: 0 });
    const seconds = (performance.now() - started) / 1000;
    const peak = memory.peak();
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const steady = memory.now();
    memory.end();
    const isSeen = before !== null && peak !== null && steady !== null;
    const grown = isSeen ? { peak: peak - before, steady: steady - before } : null;
    const report = { subject: 'load', bytes: size, seconds, grownBytes: grown, ratio: grown && grown.peak / size };
    const megabytes = (bytes) => (bytes / 1e6).toFixed(0);
    const text = [
      `A safetensors file of ${megabytes(size)} MB (DeiT-Base) loaded in ${seconds.toFixed(1)} s.`,
      `Chromium ${site.version}; ${note}`,
      grown
        ? `  the page's process grew by ${megabytes(grown.peak)} MB at most, ${report.ratio.toFixed(2)} times the file; ` +
          `${megabytes(grown.steady)} MB after it`
        : '  its memory can be seen on Linux only',
    ];
    yield { report, text: text.join('\n'), load };
  } finally {
    await site.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
