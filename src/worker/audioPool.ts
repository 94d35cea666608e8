import { startWorker } from '../core/startWorker';
import { ProblemError, type Problem } from '../core/problem';
import type { SourceFile } from '../files/source';
import type { AudioJobName, AudioJobs, FromAudio, ToAudio } from './audioProtocol';
import workerUrl from './audio.worker?worker&url';

/** Decodes and prepares sounds in workers of its own, off the page's thread. */
export interface AudioPool {
  /** How many sounds are worked on at the same time. */
  readonly size: number;
  /** @throws ProblemError naming the file, or an AbortError where the signal ended the wait */
  run<K extends AudioJobName>(
    name: K,
    source: SourceFile,
    input: AudioJobs[K]['input'],
    signal?: AbortSignal,
  ): Promise<AudioJobs[K]['output']>;
}

/** A decoder that needs longer than this for one file hangs: its worker is replaced. */
const LONGEST_SECONDS = 60;
const MOST_WORKERS = 4;

interface Job {
  readonly message: ToAudio;
  readonly resolve: (output: never) => void;
  readonly reject: (error: unknown) => void;
}

interface Member {
  readonly worker: Worker;
  job: Job | null;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export function createAudioPool(): AudioPool {
  const size = Math.max(1, Math.min(MOST_WORKERS, navigator.hardwareConcurrency));
  const members: Member[] = [];
  const queue: Job[] = [];
  let nextId = 1;

  const startMember = (of: () => Member): Worker => {
    const worker = startWorker(workerUrl, 'audio');
    worker.addEventListener('message', ({ data }: MessageEvent<FromAudio>) => settle(of(), data));
    worker.addEventListener('error', (event) => replace(of(), crashed(pathOf(of()), event.message)));
    return worker;
  };

  const settle = (member: Member, answer: FromAudio) => {
    const job = member.job;
    if (!job || job.message.id !== answer.id) return;
    clearTimeout(member.timer);
    member.job = null;
    if ('output' in answer) job.resolve(answer.output as never);
    else job.reject(new ProblemError(answer.problem));
    next();
  };

  /** Ends a worker that crashed or hangs, names the file, and goes on; the next job that needs one starts another. */
  const replace = (member: Member, problem: Problem) => {
    clearTimeout(member.timer);
    member.worker.terminate();
    member.job?.reject(new ProblemError(problem));
    member.job = null;
    const at = members.indexOf(member);
    if (at >= 0) members.splice(at, 1);
    next();
  };

  const idleMember = (): Member | undefined => {
    const idle = members.find((member) => member.job === null);
    if (idle || members.length >= size) return idle;
    const member: Member = { worker: startMember(() => member), job: null, timer: undefined };
    members.push(member);
    return member;
  };

  const next = () => {
    while (queue.length > 0) {
      const member = idleMember();
      if (!member) return;
      const job = queue.shift();
      if (!job) return;
      member.job = job;
      member.timer = setTimeout(() => replace(member, hangs(job.message.source.path)), LONGEST_SECONDS * 1000);
      member.worker.postMessage(job.message);
    }
  };

  return {
    size,
    run(name, source, input, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const message: ToAudio = { id: nextId++, name, source, input };
        const aborted = () => {
          const at = queue.indexOf(job);
          if (at >= 0) queue.splice(at, 1);
          job.reject(signal?.reason);
        };
        // One signal may see a hundred thousand jobs: each that stayed would make the next one slower.
        const settled = () => signal?.removeEventListener('abort', aborted);
        const job: Job = {
          message,
          resolve: (output) => (settled(), resolve(output)),
          reject: (error) => (settled(), reject(error)),
        };
        signal?.addEventListener('abort', aborted);
        queue.push(job);
        next();
      });
    },
  };
}

const pathOf = (member: Member) => member.job?.message.source.path ?? 'The audio worker';

function crashed(path: string, message: string): Problem {
  return {
    code: 'audio.crashed',
    subject: path,
    cause: `made its decoder stop: ${message || 'unknown error'}.`,
    cure: 'Convert it to WAV or FLAC.',
    severity: 'error',
  };
}

function hangs(path: string): Problem {
  return {
    code: 'audio.hangs',
    subject: path,
    cause: `could not be decoded within ${LONGEST_SECONDS} seconds.`,
    cure: 'Convert it to WAV or FLAC, or cut it shorter.',
    severity: 'error',
  };
}
