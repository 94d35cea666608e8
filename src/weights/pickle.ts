import { fail } from '../core/problem';
import { isBystanderClass, isNatural, REBUILDS, STORAGES } from './pickleGlobals';
import {
  broken,
  byte,
  depthOver,
  get,
  length32,
  limit,
  line,
  long,
  mark,
  MISTRUST,
  PICKLE_LIMITS,
  pop,
  popMany,
  popMark,
  push,
  take,
  text,
  top,
  type Machine,
} from './pickleMachine';
import { isBystander, isDict, isTuple, type PickleDict, type PickleList, type PickleValue } from './pickleValue';

/** One operation of the pickle language. `name` is for the reader of this table. */
interface Operation {
  readonly name: string;
  readonly run: (m: Machine) => void;
}

/**
 * Reads a pickle as data, the way PyTorch writes one for tensors, and executes nothing: it knows a short list of
 * operations, a short list of names (pickleGlobals.ts), and refuses everything else by name. There is no looser fallback.
 * Objects that training programs keep beside the weights, of a second short list, are passed over: each leaves a record of
 * its name, and nothing of their classes is made or called.
 * Errors: `weights.pickle.refused` (off the lists), `weights.pickle.limit`, `weights.pickle.broken`.
 * Source: Python's pickletools.py (protocol 2 and the plain-data operations of 4).
 */
export function readPickle(bytes: Uint8Array, file: string): PickleValue {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const m: Machine = { file, bytes, view, at: 0, stack: [], marks: [], memo: new Map() };
  if (bytes.length > PICKLE_LIMITS.bytes) limit(m, 'is too long');
  for (let count = 0; ; count++) {
    if (count > PICKLE_LIMITS.operations) limit(m, 'has too many operations');
    const code = byte(m);
    if (code === STOP) break;
    const operation = OPERATIONS.get(code);
    if (operation === undefined) return refuseOperation(m, code);
    operation.run(m);
    if (m.stack.length > PICKLE_LIMITS.stack) limit(m, 'needs too large a stack');
  }
  const result = pop(m);
  if (m.stack.length > 0 || m.marks.length > 0 || m.at !== bytes.length) broken(m);
  return result;
}

const STOP = 0x2e;

const OPERATIONS: ReadonlyMap<number, Operation> = new Map<number, Operation>([
  [0x80, { name: 'PROTO', run: (m) => void (byte(m) > 5 && broken(m)) }],
  [0x95, { name: 'FRAME', run: (m) => void take(m, 8) }],
  [0x28, { name: 'MARK', run: mark }],
  [0x4e, { name: 'NONE', run: (m) => push(m, null) }],
  [0x88, { name: 'NEWTRUE', run: (m) => push(m, true) }],
  [0x89, { name: 'NEWFALSE', run: (m) => push(m, false) }],
  [0x4a, { name: 'BININT', run: (m) => push(m, m.view.getInt32(take(m, 4), true)) }],
  [0x4b, { name: 'BININT1', run: (m) => push(m, byte(m)) }],
  [0x4d, { name: 'BININT2', run: (m) => push(m, m.view.getUint16(take(m, 2), true)) }],
  [0x8a, { name: 'LONG1', run: (m) => push(m, long(m, byte(m))) }],
  [0x8b, { name: 'LONG4', run: (m) => push(m, long(m, length32(m))) }],
  [0x47, { name: 'BINFLOAT', run: (m) => push(m, m.view.getFloat64(take(m, 8), false)) }],
  [0x58, { name: 'BINUNICODE', run: (m) => push(m, text(m, length32(m))) }],
  [0x8c, { name: 'SHORT_BINUNICODE', run: (m) => push(m, text(m, byte(m))) }],
  [0x29, { name: 'EMPTY_TUPLE', run: (m) => tuple(m, []) }],
  [0x74, { name: 'TUPLE', run: (m) => tuple(m, popMark(m)) }],
  [0x85, { name: 'TUPLE1', run: (m) => tuple(m, popMany(m, 1)) }],
  [0x86, { name: 'TUPLE2', run: (m) => tuple(m, popMany(m, 2)) }],
  [0x87, { name: 'TUPLE3', run: (m) => tuple(m, popMany(m, 3)) }],
  [0x5d, { name: 'EMPTY_LIST', run: (m) => push(m, { kind: 'list', items: [], depth: 1 }) }],
  [0x61, { name: 'APPEND', run: (m) => append(m, popMany(m, 1)) }],
  [0x65, { name: 'APPENDS', run: (m) => append(m, popMark(m)) }],
  [0x7d, { name: 'EMPTY_DICT', run: (m) => push(m, { kind: 'dict', entries: new Map(), depth: 1 }) }],
  [0x73, { name: 'SETITEM', run: (m) => setItems(m, popMany(m, 2)) }],
  [0x75, { name: 'SETITEMS', run: (m) => setItems(m, popMark(m)) }],
  [0x71, { name: 'BINPUT', run: (m) => void m.memo.set(byte(m), top(m)) }],
  [0x72, { name: 'LONG_BINPUT', run: (m) => void m.memo.set(length32(m), top(m)) }],
  [0x94, { name: 'MEMOIZE', run: (m) => void m.memo.set(m.memo.size, top(m)) }],
  [0x68, { name: 'BINGET', run: (m) => get(m, byte(m)) }],
  [0x6a, { name: 'LONG_BINGET', run: (m) => get(m, length32(m)) }],
  [0x63, { name: 'GLOBAL', run: global }],
  [0x52, { name: 'REDUCE', run: reduce }],
  [0x81, { name: 'NEWOBJ', run: newObject }],
  [0x62, { name: 'BUILD', run: build }],
  [0x51, { name: 'BINPERSID', run: storage }],
]);

/** Operations that are known and never taken, for the message alone. */
const REFUSED: ReadonlyMap<number, string> = new Map([
  [0x93, 'STACK_GLOBAL'],
  [0x69, 'INST'],
  [0x6f, 'OBJ'],
  [0x92, 'NEWOBJ_EX'],
  [0x82, 'EXT1'],
  [0x83, 'EXT2'],
  [0x84, 'EXT4'],
  [0x50, 'PERSID'],
]);

function refuseOperation(m: Machine, code: number): never {
  return refuseNamed(m, REFUSED.get(code) ?? broken(m));
}
function refuseNamed(m: Machine, name: string): never {
  const cause = `Its pickle uses ${name}, which could make any Python object. Nothing of it was run.`;
  fail('weights.pickle.refused', m.file, cause, MISTRUST);
}
function tuple(m: Machine, items: readonly PickleValue[]): void {
  push(m, { kind: 'tuple', items, depth: depthOver(m, items) });
}
function append(m: Machine, items: readonly PickleValue[]): void {
  const list = top(m);
  if (isBystander(list)) return;
  if (typeof list !== 'object' || list === null || list.kind !== 'list') return broken(m);
  extend(m, list, items);
}
function extend(m: Machine, list: PickleList, items: readonly PickleValue[]): void {
  list.depth = depthOver(m, items, list.depth);
  for (const item of items) list.items.push(item);
}
function setItems(m: Machine, items: readonly PickleValue[]): void {
  const dict = top(m);
  if (isBystander(dict)) return;
  if (!isDict(dict) || items.length % 2 !== 0) return broken(m);
  fill(m, dict, items);
}
function fill(m: Machine, dict: PickleDict, items: readonly PickleValue[]): void {
  dict.depth = depthOver(m, items, dict.depth);
  for (let i = 0; i < items.length; i += 2) {
    const key = items[i];
    if (typeof key !== 'string' && typeof key !== 'number' && typeof key !== 'boolean') return broken(m);
    if (dict.entries.has(key)) return broken(m);
    dict.entries.set(key, items[i + 1] ?? null);
  }
}

function global(m: Machine): void {
  const name = `${line(m)}.${line(m)}`;
  if (!REBUILDS.has(name) && !STORAGES.has(name) && !isBystanderClass(name)) {
    const cause = `It names ${name}, which is not among the things that weights are made of. Nothing of it was run.`;
    fail('weights.pickle.refused', m.file, cause, MISTRUST);
  }
  push(m, { kind: 'global', name });
}

function reduce(m: Machine): void {
  const args = pop(m);
  const callee = pop(m);
  if (typeof callee !== 'object' || callee === null || callee.kind !== 'global' || !isTuple(args)) return broken(m);
  if (isBystanderClass(callee.name)) return bystander(m, callee.name);
  const made = REBUILDS.get(callee.name)?.(args.items) ?? null;
  push(m, made ?? broken(m));
}

/** An object without a call of its class's constructor: only a bystander's, which is none. */
function newObject(m: Machine): void {
  const args = pop(m);
  const callee = pop(m);
  if (typeof callee !== 'object' || callee === null || callee.kind !== 'global' || !isTuple(args)) return broken(m);
  if (!isBystanderClass(callee.name)) return refuseNamed(m, 'NEWOBJ');
  bystander(m, callee.name);
}

function bystander(m: Machine, name: string): void {
  push(m, { kind: 'bystander', name, attributes: null, depth: 1 });
}

/** The attributes of an OrderedDict (a state_dict's `_metadata`), which are dropped, or of a bystander. */
function build(m: Machine): void {
  const state = pop(m);
  const made = top(m);
  if (isBystander(made)) {
    made.depth = depthOver(m, [state], made.depth);
    if (isDict(state)) made.attributes = state;
  } else if (!isDict(made) || !isDict(state)) broken(m);
}

/** ('storage', storage class, key, device, number of elements). */
function storage(m: Machine): void {
  const id = pop(m);
  if (!isTuple(id) || id.items.length !== 5) return broken(m);
  const [tag, type, key, device, count] = id.items;
  const isType = typeof type === 'object' && type !== null && type.kind === 'global';
  const dtype = isType ? STORAGES.get(type.name) : undefined;
  if (
    tag !== 'storage' ||
    dtype === undefined ||
    typeof key !== 'string' ||
    typeof device !== 'string' ||
    !isNatural(count)
  ) {
    return broken(m);
  }
  push(m, { kind: 'storage', dtype, key, count });
}
