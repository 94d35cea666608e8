/** The process that reads damaged files, over messages: see scripts/lib/fuzz.mjs, which bundles and starts it. */
import fc from 'fast-check';
import { countAllocations } from './allocations';
import { bytesOf, cases } from './damage';
import { FUZZ_READERS } from './readers';
import { BROKEN_READERS } from './readers/self';
import { runReader } from './runReader';
import { startWatchdog } from './watchdog';

/** The readers' names and what silent success means for each. */
export function listReaders(): readonly { readonly name: string; readonly silence: string }[] {
  return FUZZ_READERS.map(({ name, silence }) => ({ name, silence }));
}

function rowOf(name: string) {
  const row = [...FUZZ_READERS, ...BROKEN_READERS].find((each) => each.name === name);
  if (!row)
    throw new Error(`There is no reader "${name}". The readers are: ${FUZZ_READERS.map((r) => r.name).join(', ')}.`);
  return row;
}

/** What one run of a reader gives its starter: the report with the failing file in hexadecimal text. */
export async function runInProcess(name: string, count: number, seed: number, path?: string): Promise<object> {
  const tell = startWatchdog();
  // Decoders write what they refuse to the console.
  console.error = () => undefined;
  console.warn = () => undefined;
  const allocations = countAllocations();
  const options = { cases: count, seed, allocations, onCase: tell, ...(path === undefined ? {} : { path }) };
  const { failure, ...report } = await runReader(rowOf(name), options);
  tell(-1);
  const peak = process.resourceUsage().maxRSS * 1024;
  const told = failure && { ...failure, bytes: Buffer.from(failure.bytes).toString('base64') };
  return JSON.parse(
    JSON.stringify({ ...report, peak, failure: told }, (_, value: unknown) =>
      typeof value === 'bigint' ? `${value}n` : value,
    ),
  ) as object;
}

/** The bytes of one case by its number, for a case that hung: drawn again, never read. */
export async function drawCase(name: string, seed: number, number: number): Promise<Uint8Array> {
  const seeds = await rowOf(name).seeds();
  const drawn = fc.sample(cases(seeds.length), { seed, numRuns: number + 1 }).at(-1);
  return drawn ? bytesOf(drawn, seeds) : new Uint8Array();
}
