import type { DtypeName } from './dtypes';

/** What the pickle reader can make: plain data and records of tensors. Nothing here has behaviour. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | PickleList
  | PickleTuple
  | PickleDict
  | PickleGlobal
  | PickleBystander
  | StorageRecord
  | TensorRecord;

/** A Python list. */
export interface PickleList {
  readonly kind: 'list';
  readonly items: PickleValue[];
  /** Containers on the longest way down, itself included. */
  depth: number;
}
/** A Python tuple. */
export interface PickleTuple {
  readonly kind: 'tuple';
  readonly items: readonly PickleValue[];
  depth: number;
}
/** A Python dict or OrderedDict. */
export interface PickleDict {
  readonly kind: 'dict';
  /** A Map, so that a key such as `__proto__` is only a key. */
  readonly entries: Map<string | number | boolean, PickleValue>;
  depth: number;
}
/** A name on the allow list (pickleGlobals.ts), standing for nothing but itself. */
export interface PickleGlobal {
  readonly kind: 'global';
  readonly name: string;
}
/**
 * An object that a training program kept beside its weights (pickleGlobals.ts, BYSTANDERS). It has no class and no
 * behaviour: only the name of what it was, and its attributes.
 */
export interface PickleBystander {
  readonly kind: 'bystander';
  readonly name: string;
  attributes: PickleDict | null;
  depth: number;
}
/** A storage: `count` elements in the archive's file data/`key`. */
export interface StorageRecord {
  readonly kind: 'storage';
  readonly dtype: DtypeName;
  readonly key: string;
  readonly count: number;
}
/** A strided view on a storage. Offset and strides in elements; not yet checked against the storage. */
export interface TensorRecord {
  readonly kind: 'tensor';
  readonly storage: StorageRecord;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
}

/** Whether a value is a tuple. */
export function isTuple(value: PickleValue | undefined): value is PickleTuple {
  return typeof value === 'object' && value !== null && value.kind === 'tuple';
}
/** Whether a value is a dictionary. */
export function isDict(value: PickleValue | undefined): value is PickleDict {
  return typeof value === 'object' && value !== null && value.kind === 'dict';
}
/** Whether a value is a bystander. */
export function isBystander(value: PickleValue | undefined): value is PickleBystander {
  return typeof value === 'object' && value !== null && value.kind === 'bystander';
}
/** Whether a value is a tensor record. */
export function isTensor(value: PickleValue | undefined): value is TensorRecord {
  return typeof value === 'object' && value !== null && value.kind === 'tensor';
}
