import { bytes, fixtureBytes, global, pthOf, safetensorsOf, unicode } from '../../tests/weights/checkpoints';

/** A file of weights that must be refused, and what the page must say of it. */
export interface BadWeights {
  readonly what: string;
  readonly name: string;
  readonly bytes: () => Promise<Uint8Array>;
  readonly says: readonly string[];
}

const ofBlob = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

/** A safetensors file of these tensors: dtype, shape and byte range each as written, true or not. */
function safetensors(
  tensors: Readonly<Record<string, readonly [shape: readonly number[], begin: number, end: number]>>,
  dataBytes: number,
): Promise<Uint8Array> {
  const header = Object.fromEntries(
    Object.entries(tensors).map(([name, [shape, begin, end]]) => [
      name,
      { dtype: 'F32', shape, data_offsets: [begin, end] },
    ]),
  );
  return ofBlob(safetensorsOf(JSON.stringify(header), dataBytes));
}

export const BAD_WEIGHTS: readonly BadWeights[] = [
  {
    what: 'a truncated safetensors file',
    name: 'cut.safetensors',
    bytes: async () => (await fixtureBytes('deit_hf.safetensors')).subarray(0, 200_000),
    says: ['cut.safetensors', 'The file is cut short', 'Download or copy the file again'],
  },
  {
    what: 'promise 4: a safetensors file whose tensors overlap',
    name: 'overlap.safetensors',
    bytes: () => safetensors({ a: [[2], 0, 8], b: [[2], 4, 12] }, 12),
    says: ['overlap.safetensors', 'Tensor b overlaps another.', 'Download or copy the file again'],
  },
  {
    what: 'promise 5: a safetensors file that claims more bytes than a shape needs',
    name: 'sizes.safetensors',
    bytes: () => safetensors({ a: [[3], 0, 400_000_000_000] }, 12),
    says: ['sizes.safetensors', 'Tensor a, F32 [3], needs 12 bytes but has 400000000000.', 'Download or copy'],
  },
  {
    what: 'promise 10: a .pth that calls os.system',
    name: 'trap.pth',
    bytes: () => {
      const call = bytes(0x80, 2, global('os', 'system'), unicode('touch /tmp/loaa-was-here'), 0x85, 'R.');
      return ofBlob(pthOf(call));
    },
    says: ['trap.pth', 'It names os.system', 'Nothing of it was run.', 'save only its weights again in Python'],
  },
  {
    what: 'promise 9: a checkpoint of another architecture',
    name: 'resnet18.safetensors',
    bytes: () =>
      safetensors({ 'conv1.weight': [[1], 0, 4], 'layer1.0.conv1.weight': [[1], 4, 8], 'fc.weight': [[1], 8, 12] }, 12),
    says: ['resnet18.safetensors', 'It looks like a ResNet.', 'Choose a DeiT or ViT'],
  },
];
