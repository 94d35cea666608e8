/** Files that systems leave behind and nobody means to give: skipped without a word. */
const LITTER: ReadonlySet<string> = new Set(['thumbs.db', 'desktop.ini', '__macosx', 'icon\r', '$recycle.bin']);

/** Audio by the ending of its name. What is in the file is judged when it is decoded. */
const AUDIO_ENDINGS: ReadonlySet<string> = new Set([
  ...['wav', 'wave', 'flac', 'ogg', 'oga', 'opus', 'mp3', 'm4a', 'mp4', 'aac', 'webm', 'weba'],
]);

/** Whether one name is a dot file or system litter. */
export function isHiddenName(name: string): boolean {
  return name.startsWith('.') || LITTER.has(name.toLowerCase());
}

/** The path's folders and its last name; empty segments are dropped. */
export function splitPath(path: string): { readonly folders: readonly string[]; readonly name: string } {
  const segments = path.split('/').filter((segment) => segment !== '');
  const name = segments.pop() ?? '';
  return { folders: segments, name };
}

/** The part after the last dot, in lower case; empty where there is none. */
export function endingOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}

/** The name without its ending. */
export function stemOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

export function isAudioName(name: string): boolean {
  return AUDIO_ENDINGS.has(endingOf(name));
}
