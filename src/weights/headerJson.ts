/** A value of a safetensors header. Its grammar is a part of JSON: objects, arrays, strings and natural numbers. */
export type HeaderValue = string | number | readonly HeaderValue[] | ReadonlyMap<string, HeaderValue>;

const MAX_DEPTH = 8;
const PLAIN = /[^"\\\u0000-\u001f]*/y; // eslint-disable-line no-control-regex -- JSON forbids bare control characters
const NATURAL = /(?:0|[1-9][0-9]*)(?![0-9.eE])/y;
const SPACE = /[ \t\n\r]*/y;
const LONE_SURROGATE = /\p{Surrogate}/u;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/**
 * Parses a safetensors header. JSON.parse would take the last of two equal keys and round large numbers in silence; here
 * objects become Maps, and these are refused: a key twice, the key `__proto__`, a number that is not a natural number below
 * 2^53, lone surrogates, deep nesting, anything after the object but spaces.
 * `refuse` is called with the cause and must throw.
 * Source: RFC 8259; https://huggingface.co/docs/safetensors (format).
 */
export function parseHeaderJson(text: string, refuse: (cause: string) => never): ReadonlyMap<string, HeaderValue> {
  let at = 0;

  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) return null;
    at += found[0].length;
    return found[0];
  };
  const broken = (): never => refuse(`The header is not sound JSON at character ${at}.`);
  const skip = (): void => void match(SPACE);
  const take = (character: string): boolean => {
    if (text[at] !== character) return false;
    at++;
    return true;
  };

  const string = (): string => {
    if (!take('"')) broken();
    let out = '';
    for (;;) {
      out += match(PLAIN) ?? '';
      if (take('"')) break;
      if (!take('\\')) broken();
      const escape = text[at++] ?? '';
      if (escape === 'u') {
        const code = text.slice(at, at + 4);
        if (!/^[0-9a-fA-F]{4}$/.test(code)) broken();
        out += String.fromCharCode(parseInt(code, 16));
        at += 4;
      } else {
        out += ESCAPES.get(escape) ?? broken();
      }
    }
    if (LONE_SURROGATE.test(out)) refuse('A name in the header is not sound Unicode.');
    return out;
  };

  const natural = (): number => {
    const value = Number(
      match(NATURAL) ?? refuse(`The header has something other than a whole number at character ${at}.`),
    );
    if (!Number.isSafeInteger(value)) refuse('A number in the header is beyond 2^53.');
    return value;
  };

  const array = (depth: number): HeaderValue[] => {
    const items: HeaderValue[] = [];
    skip();
    if (take(']')) return items;
    do {
      skip();
      items.push(value(depth));
      skip();
    } while (take(','));
    if (!take(']')) broken();
    return items;
  };

  const object = (depth: number): Map<string, HeaderValue> => {
    const members = new Map<string, HeaderValue>();
    skip();
    if (take('}')) return members;
    do {
      skip();
      const key = string();
      if (key === '__proto__') refuse('The header has a key named __proto__, which no tensor is called.');
      if (members.has(key)) refuse(`The header has the key "${key}" twice.`);
      skip();
      if (!take(':')) broken();
      skip();
      members.set(key, value(depth));
      skip();
    } while (take(','));
    if (!take('}')) broken();
    return members;
  };

  const value = (depth: number): HeaderValue => {
    if (depth >= MAX_DEPTH) refuse('The header is nested too deeply.');
    if (take('{')) return object(depth + 1);
    if (take('[')) return array(depth + 1);
    return text[at] === '"' ? string() : natural();
  };

  if (!take('{')) refuse('The header does not start with "{".');
  const header = object(1);
  skip();
  if (at !== text.length) broken();
  return header;
}
