/** Counts checks and prints a line for each: "ok" or "FAIL" and its name. */
export function createReport() {
  const counts = { passed: 0, failed: 0 };
  const tell = (name, passed, detail = '') => {
    counts[passed ? 'passed' : 'failed']++;
    console.log(`${passed ? 'ok  ' : 'FAIL'} ${name}${detail ? `: ${detail}` : ''}`);
  };
  return {
    check: tell,
    /** A number that must not be above a bound; no number is above every bound. */
    below(name, value, bound) {
      tell(name, value <= bound, `${Number(value).toExponential(2)}, allowed ${bound.toExponential(0)}`);
    },
    /** A stretch of checks; where it breaks off, that is one more that failed. */
    async part(work, context) {
      try {
        await work(context);
      } catch (error) {
        tell(work.name, false, error instanceof Error ? error.message : String(error));
      }
    },
    end() {
      console.log(`${counts.passed} passed, ${counts.failed} failed`);
      process.exitCode = counts.failed > 0 ? 1 : 0;
    },
  };
}
