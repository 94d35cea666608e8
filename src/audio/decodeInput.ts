/** What a decoder gets: the file, where its audio begins, and how much of it is wanted. */
export interface DecodeInput {
  readonly blob: Blob;
  /** For messages. */
  readonly name: string;
  /** Bytes to skip before the format's own first byte: the length of a leading ID3 tag, else 0. */
  readonly start: number;
  /** Where the wanted stretch begins: what is decoded starts with sample round(fromSeconds x rate). 0 for the beginning. */
  readonly fromSeconds: number;
  /** Stop once this many seconds from there are decoded. */
  readonly maxSeconds: number;
  readonly signal: AbortSignal | undefined;
}
