/** Runs work when its turn has come. */
export type Lock = <T>(work: () => Promise<T>) => Promise<T>;

/** Work that must not overlap, one after the other in the order asked for. A failure does not hold up the next. */
export function createLock(): Lock {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
