import type { DtypeName } from './dtypes';
import { isTensor, isTuple, type PickleValue, type StorageRecord, type TensorRecord } from './pickleValue';

/** Makes a record out of the arguments of an allowed call; null where they are not what PyTorch writes. */
type Rebuild = (args: readonly PickleValue[]) => PickleValue | null;

/** Storage classes that a tensor may name, with their number format. Source: torch/storage.py (PyTorch). */
export const STORAGES: ReadonlyMap<string, DtypeName> = new Map([
  ['torch.DoubleStorage', 'F64'],
  ['torch.FloatStorage', 'F32'],
  ['torch.HalfStorage', 'F16'],
  ['torch.BFloat16Storage', 'BF16'],
  ['torch.LongStorage', 'I64'],
  ['torch.IntStorage', 'I32'],
  ['torch.ShortStorage', 'I16'],
  ['torch.CharStorage', 'I8'],
  ['torch.ByteStorage', 'U8'],
  ['torch.BoolStorage', 'BOOL'],
]);

/**
 * The calls that a pickle of weights may name. None is a call here: each is a function of ours that turns plain data into a
 * record. Source: torch/_utils.py (PyTorch).
 */
export const REBUILDS: ReadonlyMap<string, Rebuild> = new Map<string, Rebuild>([
  ['collections.OrderedDict', (args) => (args.length === 0 ? { kind: 'dict', entries: new Map(), depth: 1 } : null)],
  ['torch._utils._rebuild_tensor_v2', rebuildTensor],
  ['torch._utils._rebuild_parameter', ([tensor]) => (isTensor(tensor) ? tensor : null)],
]);

/**
 * Classes of what training programs keep beside their weights: command-line arguments, settings, paths, counters. None is
 * made: an object of such a class becomes a record of its name and attributes, and no tensor is taken from it.
 * Sources: facebookresearch/AudioMAE, util/misc.py (save_model); fairseq, trainer.py (state_dict); pickles of omegaconf and
 * of numpy's scalars.
 */
const BYSTANDERS: readonly RegExp[] = [
  /^argparse\.Namespace$/,
  /^types\.SimpleNamespace$/,
  /^pathlib\.(Pure)?(Posix|Windows)?Path$/,
  /^omegaconf\.(dictconfig\.DictConfig|listconfig\.ListConfig|base\.(ContainerMetadata|Metadata)|nodes\.\w+Node)$/,
  /^fairseq\.(data\.dictionary\.Dictionary|meters\.\w+Meter|logging\.meters\.\w+Meter)$/,
  /^typing\.Any$/,
  /^(__builtin__|builtins)\.(dict|list|tuple|set|frozenset|int|float|str|bool)$/,
  /^collections\.(defaultdict|Counter)$/,
  /^numpy\.(dtype|float64|float32|int64|int32|(_core|core)\.multiarray\.scalar)$/,
  /^_codecs\.encode$/,
  /^torch\.(device|Size)$/,
];

/** Whether a class is one whose objects are passed over. */
export function isBystanderClass(name: string): boolean {
  return BYSTANDERS.some((pattern) => pattern.test(name));
}

/** _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks[, metadata]). */
function rebuildTensor(args: readonly PickleValue[]): TensorRecord | null {
  const [storage, offset, size, stride] = args;
  const shape = naturals(size);
  const steps = naturals(stride);
  if (
    args.length < 6 ||
    args.length > 7 ||
    !isStorage(storage) ||
    !isNatural(offset) ||
    shape === null ||
    steps === null
  ) {
    return null;
  }
  return shape.length === steps.length ? { kind: 'tensor', storage, offset, shape, stride: steps } : null;
}

function isStorage(value: PickleValue | undefined): value is StorageRecord {
  return typeof value === 'object' && value !== null && value.kind === 'storage';
}

/** True for a whole number from 0 to 2^53 - 1. */
export function isNatural(value: PickleValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function naturals(value: PickleValue | undefined): number[] | null {
  return isTuple(value) && value.items.every(isNatural) ? value.items.filter(isNatural) : null;
}
