/**
 * Iterator helpers (ES2025) for Node 20, which jax-js asks for: those that are missing are added to every built-in iterator.
 */
const HELPERS = {
  *map(change) {
    let i = 0;
    for (const value of this) yield change(value, i++);
  },
  *filter(wanted) {
    let i = 0;
    for (const value of this) if (wanted(value, i++)) yield value;
  },
  *flatMap(change) {
    let i = 0;
    for (const value of this) yield* change(value, i++);
  },
  *take(count) {
    if (count <= 0) return;
    let i = 0;
    for (const value of this) {
      yield value;
      if (++i >= count) return;
    }
  },
  *drop(count) {
    let i = 0;
    for (const value of this) if (i++ >= count) yield value;
  },
  toArray() {
    return [...this];
  },
  forEach(use) {
    [...this].forEach((value, i) => use(value, i));
  },
  some(isSo) {
    let i = 0;
    for (const value of this) if (isSo(value, i++)) return true;
    return false;
  },
  every(isSo) {
    return !this.some((value, i) => !isSo(value, i));
  },
  find(isSo) {
    for (const value of this) if (isSo(value)) return value;
    return undefined;
  },
  reduce(...how) {
    return [...this].reduce(...how);
  },
};

export function addIteratorHelpers() {
  const prototype = Object.getPrototypeOf(Object.getPrototypeOf([].values()));
  for (const [name, value] of Object.entries(HELPERS)) {
    if (!(name in prototype)) Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
  }
}
