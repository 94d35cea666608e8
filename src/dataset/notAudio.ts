import type { Problem } from '../core/problem';
import { endingOf } from '../files/names';
import { unused } from './layout';
import type { ListedFile } from './listing';

/** Why a file of another kind is not used, by the ending of its name. */
const REASONS: readonly { readonly endings: ReadonlySet<string>; readonly cause: string; readonly cure: string }[] = [
  {
    endings: new Set(['aif', 'aiff', 'aifc', 'wma', 'amr', 'au', 'snd', 'ape', 'wv', 'caf', 'mid']),
    cause: 'This audio format is not read.',
    cure: 'Convert it to wav, flac, ogg, mp3 or m4a.',
  },
  {
    endings: new Set(['zip', '7z', 'rar', 'gz', 'tgz', 'tar', 'bz2', 'xz']),
    cause: 'This archive is not opened.',
    cure: 'Unpack it and add the folder; a zip archive can be dropped by itself.',
  },
];

const OTHER = { cause: 'It is not a recording.', cure: 'Nothing to do.' };

/** The problem of a file that is no recording and no part of the layout. */
export function notAudio(file: ListedFile): Problem {
  const ending = endingOf(file.name);
  const { cause, cure } = REASONS.find(({ endings }) => endings.has(ending)) ?? OTHER;
  return unused('dataset.not-audio', file.source.path, cause, cure);
}
