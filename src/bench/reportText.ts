import { csvRow } from '../core/csv';
import { CONFIGURATIONS } from './configurations';
import { CONTESTANTS, type ContestantName } from './protocol';
import type { BenchReport, Comparison, ContestantSummary } from './summary';

/** One row of the report's table: what it is, and a text for each contestant. */
export interface ReportRow {
  readonly title: string;
  readonly values: readonly string[];
}

/** The kernels that are told one by one; the rest together. */
const LONGEST = 8;

/** The losses that are told; more of them are compared. */
const TOLD = 3;

const NOTHING = '–';
const milliseconds = (ms: number) => (ms < 10 ? ms.toFixed(2) : ms < 100 ? ms.toFixed(1) : ms.toFixed(0));
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
const signed = (n: number) => (n > 0 ? `+${n}` : String(n));

/** What each row shows of a contestant; `gpu` rows only where there is a GPU to count. */
const ROWS: readonly { title: string; gpu?: true; of: (c: ContestantSummary) => string | null | undefined }[] = [
  { title: 'Step, ms', of: ({ step }) => step && milliseconds(step.ms) },
  { title: 'Forward, ms', of: ({ forward }) => milliseconds(forward.ms) },
  { title: 'Dispatches a step', gpu: true, of: ({ step }) => step && String(step.dispatches) },
  { title: 'Dispatches, forward', gpu: true, of: ({ forward }) => String(forward.dispatches) },
  { title: 'Submissions a step', gpu: true, of: ({ step }) => step && String(step.submissions) },
  { title: 'Buffers created a step', gpu: true, of: ({ step }) => step && String(step.buffersCreated) },
  { title: 'Read-backs a step, but for the loss', gpu: true, of: ({ step }) => step && String(step.readbacks) },
  { title: 'Step of a run, ms', of: ({ run }) => run && milliseconds(run.ms) },
  { title: 'Read-backs a step of a run', gpu: true, of: ({ run }) => run && String(run.readbacks) },
  { title: 'Peak GPU memory, MB', gpu: true, of: ({ gpu }) => megabytes(gpu.peakBytes) },
  { title: 'Steady GPU memory, MB', gpu: true, of: ({ gpu }) => megabytes(gpu.steadyBytes) },
  {
    title: 'GPU memory by its own count, MB',
    gpu: true,
    of: ({ gpu }) => (gpu.ownBytes === null ? null : megabytes(gpu.ownBytes)),
  },
  { title: 'Growth, tensors', of: ({ growth }) => (growth?.tensors == null ? null : signed(growth.tensors)) },
  { title: 'Growth, bytes', of: ({ growth }) => (growth?.bytes == null ? null : signed(growth.bytes)) },
  { title: 'Growth, GPU bytes', gpu: true, of: ({ growth }) => growth && signed(growth.gpuBytes) },
  {
    title: 'First losses',
    of: ({ losses }) =>
      losses
        .slice(0, TOLD)
        .map((loss) => loss.toFixed(4))
        .join(' ') || null,
  },
];

/** The contestants' summaries in the order in which they ran. */
export function contestantsOf(report: BenchReport): readonly (readonly [ContestantName, ContestantSummary])[] {
  return (Object.keys(CONTESTANTS) as ContestantName[]).flatMap((name) => {
    const summary = report.contestants[name];
    return summary ? [[name, summary] as const] : [];
  });
}

/** The table: a column for each contestant (`contestantsOf`). */
export function reportRows(report: BenchReport): readonly ReportRow[] {
  const all = contestantsOf(report);
  return ROWS.filter((row) => !row.gpu || report.backend === 'webgpu').map(({ title, of }) => ({
    title,
    values: all.map(([, summary]) => of(summary) ?? NOTHING),
  }));
}

/** The table as a CSV file (RFC 4180). */
export function reportCsv(report: BenchReport): string {
  const head = ['measure', ...contestantsOf(report).map(([name]) => CONTESTANTS[name].title)];
  return [head, ...reportRows(report).map(({ title, values }) => [title, ...values])].map(csvRow).join('\r\n') + '\r\n';
}

/** Ours against the others, a sentence each. */
export function comparisonLines(report: BenchReport): readonly string[] {
  return contestantsOf(report).flatMap(([name]) => {
    const comparison = report.against[name];
    return comparison ? [comparisonLine(CONTESTANTS[name].title, comparison)] : [];
  });
}

function comparisonLine(other: string, c: Comparison): string {
  const times = [
    ...(c.step === null ? [] : [`step ${c.step.toFixed(3)}`]),
    `forward ${c.forward.toFixed(3)}`,
    ...(c.dispatches === null ? [] : [`dispatches ${c.dispatches.toFixed(3)}`]),
    ...(c.peakBytes === null ? [] : [`peak memory ${c.peakBytes.toFixed(3)}`]),
  ];
  const loss = c.lossGap === null ? '' : `losses differ by ${c.lossGap.toExponential(1)}, `;
  const apart = `${loss}logits by ${c.logitGap.toExponential(1)} of the largest`;
  return `Ours over ${other}: ${times.join(', ')}; ${apart}${c.sameWork ? '' : ': NOT THE SAME WORK'}.`;
}

/** Kernel times of each contestant that has them, longest first. */
export function kernelLines(report: BenchReport): readonly string[] {
  return contestantsOf(report).flatMap(([name, { kernels, step }]) => {
    if (!kernels || kernels.length === 0) return [];
    const sum = (times: typeof kernels) => times.reduce((ms, kernel) => ms + kernel.ms, 0);
    const rest = kernels.slice(LONGEST);
    const parts = kernels.slice(0, LONGEST).map((k) => `${k.name} ${milliseconds(k.ms)} (${k.dispatches})`);
    if (rest.length > 0) parts.push(`${rest.length} more ${milliseconds(sum(rest))}`);
    const of = step ? 'a step' : 'a forward pass';
    return [
      `Kernels of ${of}, ${CONTESTANTS[name].title}, ms (dispatches): ${parts.join(', ')}; all ${milliseconds(sum(kernels))}.`,
    ];
  });
}

/** The whole report as text. @param notes lines on where it ran */
export function reportText(report: BenchReport, notes: readonly string[]): string {
  const all = contestantsOf(report);
  const device = all[0]?.[1].device ?? '';
  const rows = [{ title: '', values: all.map(([name]) => CONTESTANTS[name].title) }, ...reportRows(report)];
  const widths = all.map((_, i) => Math.max(...rows.map(({ values }) => values[i]?.length ?? 0)));
  const titles = Math.max(...rows.map(({ title }) => title.length));
  const line = ({ title, values }: ReportRow) =>
    [title.padEnd(titles), ...values.map((value, i) => value.padStart(widths[i] ?? 0))].join('  ').trimEnd();
  return [
    `${CONFIGURATIONS[report.configuration].title}; ${report.steps} steps; ${report.backend}: ${device}`,
    ...notes,
    ...rows.map(line),
    ...comparisonLines(report),
    ...kernelLines(report),
  ].join('\n');
}
