const refuse = (): never => {
  throw new TypeError('a frozen collection was changed');
};

/** Freezes a value and all that it holds, collections too: any change throws from then on. */
export function deepFreeze<T>(value: T): T {
  if (value === null || typeof value !== 'object' || Object.isFrozen(value) || ArrayBuffer.isView(value)) return value;
  if (value instanceof Map || value instanceof Set) {
    for (const entry of value) deepFreeze(entry);
    for (const change of ['set', 'add', 'delete', 'clear']) {
      if (change in value) Object.defineProperty(value, change, { value: refuse });
    }
  }
  Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
