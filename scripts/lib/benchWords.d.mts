/** A training step and a forward pass, by contestants. */
export interface StepWords {
  readonly subject: 'step';
  readonly json: boolean;
  readonly dawn: boolean;
  readonly steps: number;
  readonly configurations: readonly string[];
  readonly backends: readonly string[];
  readonly contestants: readonly string[];
}
/** Sounds on their way to training (clips that are made, or those below a folder), a long recording, a checkpoint, or a way through the page. */
export interface ClipWords {
  readonly subject: 'audio' | 'folder' | 'recording' | 'load' | 'tasks';
  readonly json: boolean;
  readonly clips: number;
  readonly hours: number;
  readonly recordings: string | null;
}
export const USE: string;
export function readWords(words: readonly string[]): StepWords | ClipWords;
