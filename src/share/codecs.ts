/** How one value is written in a link, and read from it. What is read is checked by a schema afterwards. */
export interface Codec<T> {
  write(value: T): string;
  /** Whatever the text says; `undefined` where it says nothing of the kind. */
  read(text: string): unknown;
}

const NUMBER = /^-?\d{1,20}(\.\d{1,30})?(e[+-]?\d{1,3})?$/;

/** A number as JavaScript writes it, so that it comes back the same. Minus zero is zero. */
export const number: Codec<number> = {
  write: String,
  read: (text) => (NUMBER.test(text) ? Number(text) + 0 : undefined),
};

/** A name out of a table. */
export function name<T extends string>(): Codec<T> {
  return { write: (value) => value, read: (text) => text };
}

export const yesNo: Codec<boolean> = {
  write: (value) => (value ? 'yes' : 'no'),
  read: (text) => (text === 'yes' ? true : text === 'no' ? false : undefined),
};

/** A value, or a word for null. */
export function nullable<T>(inner: Codec<T>, word: string): Codec<T | null> {
  return {
    write: (value) => (value === null ? word : inner.write(value)),
    read: (text) => (text === word ? null : inner.read(text)),
  };
}

/** Values one after the other, with a separator that none of them has. Nothing is an empty text. */
export function list<T>(inner: Codec<T>, separator: string): Codec<readonly T[]> {
  return {
    write: (values) => values.map((value) => inner.write(value)).join(separator),
    read: (text) => (text === '' ? [] : text.split(separator).map((part) => inner.read(part))),
  };
}

/** A value by its parts in a fixed order, at least and at most so many, with a separator that none of them has. */
export function parts<T>(
  separator: string,
  [least, most]: readonly [number, number],
  split: (value: T) => readonly string[],
  join: (texts: readonly string[]) => unknown,
): Codec<T> {
  return {
    write: (value) => split(value).join(separator),
    read(text) {
      const texts = text.split(separator);
      return texts.length < least || texts.length > most ? undefined : join(texts);
    },
  };
}
