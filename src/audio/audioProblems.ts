import { fail, warning, type Problem } from '../core/problem';

const seconds = (s: number) => `${s < 10 ? Number(s.toPrecision(2)) : Math.round(s)} s`;

/** The file is cut short or damaged, but its decoded part is used. `promised`: seconds, where the file says so. */
export function truncated(name: string, decoded: number, promised: number | null): Problem {
  const cause =
    promised === null
      ? `is cut short or damaged; ${seconds(decoded)} could be decoded and are used.`
      : `promises ${seconds(promised)} but only ${seconds(decoded)} could be decoded; these are used.`;
  return warning('audio.truncated', name, cause, 'Copy the file again from its source if the rest matters.');
}

export function onlyFirst(name: string, used: number, whole: number): Problem {
  return warning(
    'audio.longer',
    name,
    `lasts ${seconds(whole)}; only the first ${seconds(used)} are used.`,
    'Cut it into clips, or choose a longer input, if the rest matters.',
  );
}

/** The segment does not lie in its recording: nothing is padded in silence. */
export function failOutside(name: string, start: number, end: number, duration: number): never {
  const at = (s: number) => Number(s.toFixed(3));
  return fail(
    'audio.segment',
    name,
    `runs from ${at(start)} to ${at(end)} s, but the recording lasts ${at(duration)} s.`,
    'Correct the times, or check that this is the recording that they were made for.',
  );
}

export function silent(name: string): Problem {
  return warning('audio.silent', name, 'is silent in the part that is used.', 'Remove it if that is not on purpose.');
}

export function tooShort(name: string, duration: number): Problem {
  return warning(
    'audio.short',
    name,
    `lasts only ${(duration * 1000).toFixed(1)} ms, less than one analysis window; it is padded with zeros.`,
    'Remove it if that is not on purpose.',
  );
}

/** Two statements of the same file disagree; the decoder's is used. */
export function mismatch(name: string, what: string): Problem {
  return warning('audio.mismatch', name, what, 'Check that it sounds right, or export it again.');
}

export function failEmptyClip(name: string): never {
  return fail('audio.empty-clip', name, 'holds no sound at all (zero samples).', 'Remove it or record it again.');
}

/** Nothing could be decoded although the format was recognised. */
export function failUndecodable(name: string, title: string, reason: string): never {
  return fail(
    'audio.undecodable',
    name,
    `looks like ${title}, but could not be decoded: ${reason}`,
    'Check that it plays elsewhere, or convert it to WAV or FLAC.',
  );
}
