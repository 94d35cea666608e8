/** One clip's features on disk. */
export interface FeatureRow {
  readonly key: string;
  readonly bytes: number;
  /** When they were last wanted. Milliseconds since 1970. */
  readonly used: number;
}

/** What is kept on disk, within a budget of bytes. */
export interface FeatureIndex {
  /**
   * Notes that features were read or written. Where there is no room, those not wanted for longest go, but none that was wanted
   * since this page opened: of a data set larger than the budget a part stays, instead of each clip driving out the next.
   * @returns the keys that must go from the disk: this one among them where there is no room for it
   */
  touch(row: FeatureRow): readonly string[];
  /** Whether anything new would be kept. */
  readonly hasRoom: boolean;
  readonly bytes: number;
  readonly count: number;
}

/**
 * @param rows of earlier visits, in any order
 * @param since when this page opened
 */
export function createFeatureIndex(budget: number, rows: readonly FeatureRow[], since: number): FeatureIndex {
  /** The least recently used first. */
  const held = new Map([...rows].sort((a, b) => a.used - b.used).map((row) => [row.key, row]));
  let bytes = rows.reduce((sum, row) => sum + row.bytes, 0);
  const drop = (key: string) => {
    bytes -= held.get(key)?.bytes ?? 0;
    held.delete(key);
  };
  /** The next to go; undefined where all that is left was wanted since the page opened. */
  const oldest = (): FeatureRow | undefined => {
    const [first] = held.values();
    return first && first.used < since ? first : undefined;
  };
  return {
    touch(row) {
      drop(row.key);
      const gone: string[] = [];
      for (let first = oldest(); bytes + row.bytes > budget && first; first = oldest()) {
        drop(first.key);
        gone.push(first.key);
      }
      if (bytes + row.bytes > budget) return [...gone, row.key];
      held.set(row.key, row);
      bytes += row.bytes;
      return gone;
    },
    get hasRoom() {
      return bytes < budget || oldest() !== undefined;
    },
    get bytes() {
      return bytes;
    },
    get count() {
      return held.size;
    },
  };
}

const GIB = 2 ** 30;
const MOST_BYTES = 4 * GIB;
/** Of what the browser lets this page store in all: models and runs need the rest. */
const SHARE = 1 / 8;
const UNKNOWN_BYTES = GIB / 2;

/** Bytes of features to keep: an eighth of the page's quota, at most 4 GiB; half a GiB where the browser does not say. */
export function featureBudget(quota: number | undefined): number {
  return Math.min(MOST_BYTES, quota === undefined ? UNKNOWN_BYTES : quota * SHARE);
}
