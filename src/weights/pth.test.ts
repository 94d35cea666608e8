import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  bytes,
  fixtureBytes,
  global,
  pickleOf,
  problemFrom,
  pthOf,
  tensorOps,
  unicode,
  zipOf,
  type Piece,
  type TensorSpec,
} from '../../tests/weights/checkpoints';
import { readPickle } from './pickle';
import { PICKLE_LIMITS } from './pickleMachine';
import { openPth } from './pth';
import { openSafetensors } from './safetensors';

const NAME = 'w.pth';
const PICKLE = 'archive/data.pkl';
const floats = (...values: number[]): Uint8Array<ArrayBuffer> => new Uint8Array(Float32Array.from(values).buffer);
const SIX = { 0: floats(1, 2, 3, 4, 5, 6) };
const PLAIN: TensorSpec = { key: 'x', shape: [2, 3], stride: [3, 1], count: 6 };

async function refusal(blob: Blob, key?: string): Promise<string> {
  const { code, subject, cause } = await problemFrom(async () => {
    const file = await openPth(blob, NAME);
    if (key !== undefined) await file.read(key);
  });
  expect(subject).toBe(NAME);
  return `${code.replace('weights.', '')}: ${cause}`;
}
async function valuesOf(blob: Blob, key = 'x'): Promise<number[]> {
  return [...(await (await openPth(blob, NAME)).read(key)).data];
}
/** A pickle that leaves one value on the stack: `ops`, then STOP. */
const pickled = (...ops: Piece[]): Uint8Array => bytes(0x80, 2, ...ops, '.');
const item = (...ops: Piece[]): Blob => pthOf(pickled('}', unicode('x'), ...ops, 's'), SIX);

describe('reading .pth', () => {
  it('promise 18: reads the golden of {"model": ...}, which has zip64 records, as its safetensors twin, bit by bit', async () => {
    const pth = await openPth(new Blob([await fixtureBytes('deit_timm.pth')]), NAME);
    const twin = await openSafetensors(new Blob([await fixtureBytes('deit_timm.safetensors')]), 'twin');
    expect([...pth.entries].sort()).toEqual([...twin.entries].sort());
    for (const key of twin.entries.keys()) {
      const [a, b] = [await pth.read(key), await twin.read(key)];
      expect(a.shape).toEqual(b.shape);
      expect(Buffer.compare(Buffer.from(a.data.buffer), Buffer.from(b.data.buffer))).toBe(0);
    }
  });

  it('reads a bare dictionary', async () => {
    const file = await openPth(new Blob([await fixtureBytes('ast_original.pth')]), NAME);
    expect(file.entries.get('module.v.pos_embed')).toEqual({ dtype: 'F32', shape: [1, 134, 48] });
  });

  it('reads {"state_dict": ...} beside other things, with a state_dict’s own attributes', async () => {
    const attributes = bytes('}', unicode('_metadata'), '}', 's', 'b');
    const state = bytes(global('collections', 'OrderedDict'), ')R(', unicode('x'), tensorOps(PLAIN), 'u', attributes);
    const epoch = bytes(unicode('epoch'), 'K', 7, unicode('lr'), 'G', [0, 0, 0, 0, 0, 0, 0, 0], unicode('best'), 0x88);
    const list = bytes(unicode('losses'), '](K', 1, 'N', 'e', unicode('seed'), 0x8a, 8, [1, 2, 3, 4, 5, 6, 7, 8]);
    const all = pickled('}q', 0, '(', epoch, list, unicode('state_dict'), state, 'u');
    expect(await valuesOf(pthOf(all, SIX))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('promise 14: reads parameters, strided, shared, offset, scalar and empty tensors that lie within their storage', async () => {
    const parameter = bytes(global('torch._utils', '_rebuild_parameter'), '(', tensorOps(PLAIN), 0x88);
    const hooks = bytes(global('collections', 'OrderedDict'), ')R');
    expect(await valuesOf(item(parameter, hooks, 'tR'))).toEqual([1, 2, 3, 4, 5, 6]);
    const specs: [Partial<TensorSpec>, number[]][] = [
      [{ shape: [3, 2], stride: [1, 3] }, [1, 4, 2, 5, 3, 6]],
      [{ shape: [2, 2], stride: [3, 2] }, [1, 3, 4, 6]],
      [{ shape: [2], stride: [2], offset: 1 }, [2, 4]],
      [{ shape: [3], stride: [0] }, [1, 1, 1]],
      [{ shape: [], stride: [], offset: 5 }, [6]],
      [{ shape: [0, 4], stride: [4, 1], offset: 6 }, []],
      [{ shape: [1, 6, 1], stride: [99, 1, 99] }, [1, 2, 3, 4, 5, 6]],
    ];
    for (const [spec, wanted] of specs) {
      expect(await valuesOf(pthOf(pickleOf([{ ...PLAIN, ...spec }]), SIX))).toEqual(wanted);
    }
  });

  it('reads other number formats, strided too', async () => {
    const halves = new Uint8Array(Uint16Array.of(0x3c00, 0x4000, 0xc000, 0x7c00).buffer);
    const spec = { key: 'x', shape: [2, 2], stride: [1, 2], count: 4 };
    expect(await valuesOf(pthOf(pickleOf([{ ...spec, type: 'HalfStorage' }]), { 0: halves }))).toEqual([
      1,
      -2,
      2,
      Infinity,
    ]);
    const longs = new Uint8Array(BigInt64Array.of(1n, 2n, 3n, -4n).buffer);
    expect(await valuesOf(pthOf(pickleOf([{ ...spec, type: 'LongStorage' }]), { 0: longs }))).toEqual([1, 3, 2, -4]);
  });

  it('reads a data.pkl that was packed', async () => {
    const data = { name: 'archive/data/0', data: SIX[0] };
    expect(
      await valuesOf(new Blob([zipOf([{ name: PICKLE, data: pickleOf([PLAIN]), deflate: true }, data])])),
    ).toHaveLength(6);
  });

  it('promise 13: keeps a __proto__ key as a mere key', async () => {
    const file = await openPth(pthOf(pickleOf([{ ...PLAIN, key: '__proto__' }]), SIX), NAME);
    expect([...file.entries.keys()]).toEqual(['__proto__']);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    expect('dtype' in {}).toBe(false);
  });
});

describe('a pickle that is more than data', () => {
  const system = bytes(global('os', 'system'), unicode('touch /tmp/x'), 0x85, 'R');
  it.each([
    ['promise 10: os.system', item(system), 'os.system'],
    ['promise 10: posix.system', item(global('posix', 'system'), unicode('x'), 0x85, 'R'), 'posix.system'],
    ['promise 10: builtins.eval', item(global('builtins', 'eval'), unicode('1'), 0x85, 'R'), 'builtins.eval'],
    ['promise 10: a class like a bystander', item(global('argparse', 'Namespace2'), ')', 0x81), 'argparse.Namespace2'],
    [
      'promise 10: a path like a bystander',
      item(global('pathlib', 'Path.unlink'), unicode('x'), 0x85, 'R'),
      'pathlib.Path.unlink',
    ],
    ['promise 11: a bystander’s INST', item('(', unicode('x'), 'iargparse\nNamespace\n'), 'INST'],
    ['promise 10: a name like ours', item(global('torch._utils', '_rebuild_tensor_v2 ')), '_rebuild_tensor_v2 '],
    ['promise 10: an inherited name', item(global('constructor', 'constructor')), 'constructor'],
    ['promise 11: STACK_GLOBAL', item(unicode('os'), unicode('system'), 0x93), 'STACK_GLOBAL'],
    ['promise 11: INST', item('(', unicode('x'), 'ios\nsystem\n'), 'INST'],
    ['promise 11: OBJ', item('(', global('collections', 'OrderedDict'), 'o'), 'OBJ'],
    ['promise 11: EXT1', item(0x82, 1), 'EXT1'],
    ['promise 11: EXT2', item(0x83, 1, 0), 'EXT2'],
    ['promise 11: EXT4', item(0x84, 1, 0, 0, 0), 'EXT4'],
    ['promise 11: NEWOBJ', item(global('collections', 'OrderedDict'), ')', 0x81), 'NEWOBJ'],
    ['promise 11: PERSID', item('Pstorage\n'), 'PERSID'],
  ])('%s is refused by name', async (_, blob, named) => {
    const cause = await refusal(blob);
    expect(cause).toContain(named);
    expect(cause).toMatch(/^pickle\.refused:.*Nothing of it was run\.$/);
  });

  it('passes over what a training program kept beside the weights, and reads its plain settings', async () => {
    const namespace = bytes(
      ...[global('argparse', 'Namespace'), ')', 0x81, '}(', unicode('lr'), 'K', 3, unicode('flag'), 0x88],
      ...[unicode('out'), global('pathlib', 'PosixPath'), '(', unicode('/'), unicode('x'), 't', 'R', 'ub'],
    );
    const node = bytes(global('omegaconf.nodes', 'AnyNode'), ')', 0x81, '}', unicode('_val'), unicode('gelu'), 'sb');
    const dict = bytes(global('omegaconf.dictconfig', 'DictConfig'), ')', 0x81, '}', unicode('_content'));
    const config = bytes(dict, '}', unicode('model'), dict, '}', unicode('activation_fn'), node, 'ssb', 'ssb');
    const pickle = pickled(
      ...['}(', unicode('args'), namespace, unicode('cfg'), config],
      ...[unicode('model'), '}(', unicode('w'), tensorOps(PLAIN), 'u', 'u'],
    );
    const file = await openPth(pthOf(pickle, SIX), NAME);
    expect([...file.entries.keys()]).toEqual(['w']);
    expect(Object.fromEntries(file.metadata)).toEqual({
      'args.lr': '3',
      'args.flag': 'true',
      'cfg.model.activation_fn': 'gelu',
    });
  });

  it('takes no tensor from a bystander', async () => {
    const holder = bytes(global('argparse', 'Namespace'), ')', 0x81, '}', unicode('w'), tensorOps(PLAIN), 'sb');
    expect(await refusal(item(holder))).toMatch(/^pth\.empty/);
    expect(await refusal(pthOf(pickled('}', unicode('model'), holder, 's'), SIX))).toMatch(/^pth\.empty/);
  });

  it('is not led round by a bystander that holds itself', async () => {
    const own = bytes(global('argparse', 'Namespace'), ')', 0x81, 'q', 9, '}', unicode('self'), 'h', 9, 'sb');
    const pickle = pickled('}(', unicode('args'), own, unicode('model'), '}', unicode('w'), tensorOps(PLAIN), 'su');
    const file = await openPth(pthOf(pickle, SIX), NAME);
    expect(file.metadata.size).toBe(0);
  });

  const nested = (levels: number): Uint8Array => bytes('K', 1, Array(levels).fill(0x85));
  it.each([
    ['promise 12: deep tuples', item(nested(100_000)), /nested too deeply/],
    ['promise 12: deep marks', item('('.repeat(100_000)), /nested too deeply/],
    ['promise 12: deep lists', item(']'.repeat(1000), 'a'.repeat(999)), /nested too deeply/],
    ['promise 12: a giant LONG', item(0x8b, 0xff, 0xff, 0xff, 0x7f), /giant number/],
    ['promise 12: a LONG of 255 bytes', item(0x8a, 255, Array(255).fill(1)), /giant number/],
    ['promise 12: a full stack', item('N'.repeat(PICKLE_LIMITS.stack + 1)), /large a stack/],
    ['promise 12: a long name', item('c', 'a'.repeat(5000), '\nb\n'), /long a name/],
  ])('%s: stopped by a limit', async (_, blob, wanted) => {
    expect(await refusal(blob)).toMatch(wanted);
  });

  it('promise 12: too many operations: stopped by a limit', async () => {
    const endless = new Uint8Array(1 + 2 * PICKLE_LIMITS.operations).fill(0);
    for (let i = 1; i < endless.length; i += 2) endless[i] = 0x71;
    endless[0] = 0x4e;
    expect((await problemFrom(() => readPickle(endless, NAME))).cause).toContain('too many operations');
    const long = new Uint8Array(PICKLE_LIMITS.bytes + 1);
    expect((await problemFrom(() => readPickle(long, NAME))).cause).toContain('too long');
  });

  it('promise 12: a memo bomb is not unfolded and stays as small as its file', async () => {
    // 60 lists, each holding the one before ten times: 10^60 items if anyone walked over them.
    const layers = Array.from({ length: 60 }, (_, i) =>
      i === 0 ? bytes(']q', 0, '0') : bytes('](', ...Array(10).fill(bytes('h', i - 1)), 'eq', i, '0'),
    );
    const cause = await refusal(pthOf(pickled(...layers, '}'), {}));
    expect(cause).toMatch(/^pickle\./);
    const lists = Array.from({ length: 60 }, (_, i) =>
      i === 0 ? bytes(']q', 0) : bytes('](', ...Array(10).fill(bytes('h', i - 1)), 'eq', i),
    );
    const held = bytes(
      '}(',
      ...lists.map((list, i) => bytes(unicode(`k${i}`), list)),
      unicode('x'),
      tensorOps(PLAIN),
      'u',
    );
    expect(await valuesOf(pthOf(pickled(held), SIX))).toHaveLength(6);
  });

  it.each([
    ['nothing', bytes()],
    ['no STOP', bytes(0x80, 2, '}')],
    ['an empty stack', pickled()],
    ['two values', pickled('NN')],
    ['bytes behind STOP', bytes(0x80, 2, '}..')],
    ['a memo that is empty', pickled('h', 3)],
    ['a string over the end', pickled('X', 255, 255, 255, 255)],
    ['bad UTF-8', pickled('X', 1, 0, 0, 0, 0xff)],
    ['an item for no list', pickled('NNa')],
    ['an odd dictionary', pickled('}(Nu')],
    ['a key that is a list', pickled('}]Ns')],
    ['a key twice', pickled('}(', unicode('a'), 'N', unicode('a'), 'Nu')],
    ['an unknown operation', pickled(0xff)],
    ['a call of no function', pickled('N)R')],
    ['a storage called', pickled(global('torch', 'FloatStorage'), ')R')],
    ['a tensor of too few things', pickled(global('torch._utils', '_rebuild_tensor_v2'), ')R')],
    ['a state for a number', pickled('K', 1, '}b')],
    ['a mark from outside', pickled('K', 1, '(a')],
  ])('is refused where it is broken: %s', async (_, pickle) => {
    expect(await refusal(pthOf(pickle))).toMatch(/^pickle\.broken/);
  });
});

describe('a tensor that lies', () => {
  it.each([
    ['promise 14: offset', { offset: 1 }, /outside its storage/],
    ['promise 14: an offset behind the end', { shape: [0], stride: [1], offset: 7 }, /outside its storage/],
    ['promise 14: stride', { stride: [4, 1] }, /outside its storage/],
    ['promise 14: shape', { shape: [3, 3] }, /outside its storage/],
    ['promise 14: a giant stride', { stride: [2 ** 30, 2 ** 30] }, /outside its storage/],
    ['promise 14: a giant shape of one value', { shape: [2 ** 30, 2 ** 30], stride: [0, 0] }, /outside|repeats/],
    ['promise 14: a repeated storage', { shape: [7], stride: [0] }, /repeats its storage/],
    ['promise 14: count', { count: 7 }, /24 bytes that claims 28/],
    ['promise 14: a storage that is not there', { storage: '9' }, /storage 9, which the file lacks/],
    ['promise 14: a storage elsewhere', { storage: '../data.pkl' }, /which the file lacks/],
    ['promise 14: a negative shape', { shape: [-1, 3] }, /pickle/],
    ['promise 14: ranks', { shape: [6], stride: [1, 1] }, /pickle/],
  ])('%s is refused', async (_, spec, wanted) => {
    expect(await refusal(pthOf(pickleOf([{ ...PLAIN, ...spec }]), SIX))).toMatch(wanted);
  });

  it('promise 16: is refused when its storage is damaged, and never read then', async () => {
    const raw = await fixtureBytes('deit_timm.pth');
    raw[3600] = (raw[3600] ?? 0) ^ 1;
    const file = await openPth(new Blob([raw]), NAME);
    for (let again = 0; again < 2; again++) {
      expect((await problemFrom(() => file.read('cls_token'))).code).toBe('weights.zip.crc');
    }
    expect((await file.read('dist_token')).data).toHaveLength(48);
  });
});

describe('an archive that lies', () => {
  const pickle = { name: PICKLE, data: pickleOf([PLAIN]) };
  const data = { name: 'archive/data/0', data: SIX[0] };
  const zipped = (...files: Parameters<typeof zipOf>[0]): Blob => new Blob([zipOf(files)]);
  const whole = zipOf([pickle, data]);
  const bomb = { name: PICKLE, data: new Uint8Array(64 * 2 ** 20), deflate: true };

  it.each([
    ['promise 15: a duplicate name', zipped(pickle, data, data), /^zip\.duplicate/],
    [
      'promise 15: two spellings of case',
      zipped(pickle, data, { ...pickle, name: 'archive/DATA.pkl' }),
      /^zip\.duplicate/,
    ],
    ['promise 15: encryption', zipped(pickle, { ...data, flags: 0x801 }), /^zip\.encrypted/],
    ['promise 15: unknown flags', zipped(pickle, { ...data, flags: 0x820 }), /^zip\.directory/],
    ['promise 15: another local name', zipped(pickle, { ...data, localName: 'archive/data/1' }), /^zip\.mismatch/],
    ['promise 15: another local check sum', zipped(pickle, { ...data, localCrc: 1 }), /^zip\.mismatch/],
    ['promise 16: a wrong check sum of data.pkl', zipped({ ...pickle, crc: 1 }, data), /^zip\.crc.*data\.pkl/],
    ['promise 17: a bomb', zipped(bomb), /^zip\.limit/],
    ['promise 17: a bomb that lies about its size', zipped({ ...bomb, size: 1000 }), /^zip\.crc/],
    ['promise 15: a climbing name', zipped(pickle, { ...data, name: 'archive/../data/0' }), /^zip\.name/],
    ['promise 15: a rooted name', zipped(pickle, { ...data, name: '/archive/data/0' }), /^zip\.name/],
    ['promise 15: two roots', zipped(pickle, { ...pickle, name: 'other/data.pkl' }), /^pth\.layout.*more than one/],
    ['no data.pkl', zipped(data), /^pth\.layout.*not one written/],
    ['TorchScript', zipped(pickle, { name: 'archive/constants.pkl', data: pickle.data }), /^pth\.torchscript/],
    [
      'promise 18: big-endian numbers',
      zipped(pickle, data, { name: 'archive/byteorder', data: bytes('big') }),
      /^pth\.byteorder.*big-endian/,
    ],
    ['a packed storage', zipped(pickle, { ...data, deflate: true }), /^pth\.tensor.*compressed/],
    ['bytes before it', new Blob(['MZ', whole]), /^zip\.layout/],
    ['bytes behind it', new Blob([whole, 'x']), /^zip\.truncated/],
    ['an end cut off', new Blob([whole.subarray(0, -30)]), /^zip\.truncated/],
    ['only a start', new Blob([whole.subarray(0, 10)]), /^zip\.truncated/],
    ['no tensors', pthOf(pickled('}', unicode('epoch'), 'K', 1, 's')), /^pth\.empty.*It has: epoch/],
    ['a number alone', pthOf(pickled('K', 1)), /^pth\.empty/],
    ['a dictionary in itself', pthOf(pickled('}q', 0, unicode('model'), 'h', 0, 's')), /^(pth\.empty|pickle)/],
  ])('%s is refused', async (_, blob, wanted) => {
    expect(await refusal(blob)).toMatch(wanted);
  });

  it('promise 18: is refused where zip64 records contradict each other', async () => {
    const raw = await fixtureBytes('deit_timm.pth');
    for (const back of [22 - 10, 22 + 20 - 8, 22 + 20 + 56 - 24, 22 + 20 + 56 - 48]) {
      const copy = raw.slice();
      copy[copy.length - back] = (copy[copy.length - back] ?? 0) ^ 1;
      expect(await refusal(new Blob([copy]))).toMatch(/^zip\./);
    }
  });

  it('promise 17: a bomb is as small as deflate really makes it', () => {
    expect(deflateRawSync(bomb.data).length).toBeLessThan(100_000);
  });
});
