import { fail } from '../core/problem';
import type { PickleValue } from './pickleValue';

/** Bounds on one pickle. A checkpoint of 1,000 tensors takes some 30,000 operations and a few levels of nesting. */
export const PICKLE_LIMITS = {
  bytes: 16 * 2 ** 20,
  operations: 2_000_000,
  stack: 100_000,
  depth: 64,
  name: 200,
} as const;

/** The state of one reading: a cursor over the bytes, a stack with marks, a memo. */
export interface Machine {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  at: number;
  readonly stack: PickleValue[];
  /** Heights of the stack at the open marks. */
  readonly marks: number[];
  readonly memo: Map<number, PickleValue>;
}

/** The cure where a file asks for more than data. */
export const MISTRUST =
  'If you trust the file, save only its weights again in Python, best as safetensors; otherwise do not use it.';
const GET_AGAIN = 'Download or copy the file again, or save it again with torch.save.';

/** Throws `weights.pickle.broken`. */
export function broken(m: Machine): never {
  fail('weights.pickle.broken', m.file, `Its pickle is damaged or of an unknown kind (at byte ${m.at}).`, GET_AGAIN);
}

/** Throws `weights.pickle.limit`; `what` follows "Its pickle". */
export function limit(m: Machine, what: string): never {
  fail('weights.pickle.limit', m.file, `Its pickle ${what} for a set of weights. Nothing of it was run.`, MISTRUST);
}

/** Moves past `count` bytes and gives where they start. */
export function take(m: Machine, count: number): number {
  if (m.at + count > m.bytes.length) broken(m);
  m.at += count;
  return m.at - count;
}

/** The next byte. */
export const byte = (m: Machine): number => m.view.getUint8(take(m, 1));

/** The next 4 bytes, little-endian, unsigned. */
export const length32 = (m: Machine): number => m.view.getUint32(take(m, 4), true);

/** The next `length` bytes as UTF-8. */
export function text(m: Machine, length: number): string {
  const start = take(m, length);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(m.bytes.subarray(start, start + length));
  } catch {
    return broken(m);
  }
}

/** A little-endian two's complement integer of up to 8 bytes. */
export function long(m: Machine, length: number): number | bigint {
  if (length > 8) limit(m, 'has a giant number');
  const start = take(m, length);
  let value = 0n;
  for (let i = 0; i < length; i++) value |= BigInt(m.view.getUint8(start + i)) << BigInt(8 * i);
  value = BigInt.asIntN(8 * length, value);
  const narrow = Number(value);
  return Number.isSafeInteger(narrow) ? narrow : value;
}

/** Puts a value on the stack. */
export function push(m: Machine, value: PickleValue): void {
  m.stack.push(value);
}

/** The value on top of the stack, above the last mark. */
export function top(m: Machine): PickleValue {
  const value = m.stack.at(-1);
  return value === undefined || m.stack.length <= (m.marks.at(-1) ?? 0) ? broken(m) : value;
}

/** Takes the value on top of the stack. */
export function pop(m: Machine): PickleValue {
  const value = top(m);
  m.stack.pop();
  return value;
}

/** Takes the `count` values on top, in the order in which they were put. */
export function popMany(m: Machine, count: number): PickleValue[] {
  if (m.stack.length - (m.marks.at(-1) ?? 0) < count) broken(m);
  return m.stack.splice(-count);
}

/** Marks the height of the stack. */
export function mark(m: Machine): void {
  if (m.marks.length >= PICKLE_LIMITS.depth) limit(m, 'is nested too deeply');
  m.marks.push(m.stack.length);
}

/** Takes everything above the last mark, and the mark. */
export function popMark(m: Machine): PickleValue[] {
  return m.stack.splice(m.marks.pop() ?? broken(m));
}

/** Puts a remembered value on the stack: the value itself, never a copy. */
export function get(m: Machine, index: number): void {
  const value = m.memo.get(index);
  push(m, value === undefined ? broken(m) : value);
}

/** One more than the deepest of `items`, or a refusal. Keeps every later walk over the data shallow. */
export function depthOver(m: Machine, items: readonly PickleValue[], own = 1): number {
  let depth = own;
  for (const item of items) {
    if (typeof item === 'object' && item !== null && 'depth' in item) depth = Math.max(depth, item.depth + 1);
  }
  return depth > PICKLE_LIMITS.depth ? limit(m, 'is nested too deeply') : depth;
}

/** Text up to the next line feed, which is passed over. */
export function line(m: Machine): string {
  const end = m.bytes.indexOf(0x0a, m.at);
  if (end < 0) return broken(m);
  if (end - m.at > PICKLE_LIMITS.name) limit(m, 'has too long a name');
  const out = text(m, end - m.at);
  take(m, 1);
  return out;
}
