export interface BenchWords {
  readonly json: boolean;
  readonly dawn: boolean;
  readonly steps: number;
  readonly configurations: readonly string[];
  readonly backends: readonly string[];
  readonly contestants: readonly string[];
}
export const USE: string;
export function readWords(words: readonly string[]): BenchWords;
