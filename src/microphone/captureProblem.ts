import { ProblemError, type Problem } from '../core/problem';

const SUBJECT = 'The microphone';

interface Words {
  readonly code: string;
  readonly cause: string;
  readonly cure: string;
}

/**
 * What the browser's own name for a refused microphone means to a person.
 * Source: Media Capture and Streams, section 10.2 (getUserMedia), error names.
 */
const WORDS: Readonly<Record<string, Words>> = {
  NotAllowedError: {
    code: 'microphone.denied',
    cause: 'may not be used: the browser was not given leave.',
    cure: 'Allow the microphone for this page (the sign beside the address), and press the button again.',
  },
  SecurityError: {
    code: 'microphone.forbidden',
    cause: 'is forbidden to this page by the browser’s settings.',
    cure: 'Ask whoever looks after this browser, or use another.',
  },
  NotFoundError: {
    code: 'microphone.none',
    cause: 'was not found: this device has none, or it is switched off.',
    cure: 'Plug one in, or turn it on, and press the button again.',
  },
  OverconstrainedError: {
    code: 'microphone.gone',
    cause: 'that was chosen is not there any more.',
    cure: 'Choose another, or plug it in again.',
  },
  NotReadableError: {
    code: 'microphone.busy',
    cause: 'cannot be read: another program holds it, or its driver failed.',
    cure: 'Close the other program, or plug it out and in, and press the button again.',
  },
  AbortError: {
    code: 'microphone.busy',
    cause: 'could not be started.',
    cure: 'Plug it out and in, and press the button again.',
  },
};

const BY_SYSTEM: Words = {
  code: 'microphone.denied',
  cause: 'may not be used: the operating system does not let the browser have it.',
  cure: 'Allow the microphone for this browser in the system’s privacy settings, and press the button again.',
};

/** Why the microphone could not be opened, with its cure. */
export function captureProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const words = name === 'NotAllowedError' && /system/i.test(message) ? BY_SYSTEM : WORDS[name];
  if (words) return { ...words, subject: SUBJECT, severity: 'error' };
  const cause = `could not be opened: ${message.replace(/\.?$/, '.')}`;
  return { code: 'microphone.failed', subject: SUBJECT, cause, cure: 'Press the button again.', severity: 'error' };
}

/** The browser has no microphones for pages that are not served safely. */
export const INSECURE: Problem = {
  code: 'microphone.insecure',
  subject: SUBJECT,
  cause: 'cannot be used here: browsers give it to pages over https, or on localhost, alone.',
  cure: 'Open this page over https.',
  severity: 'error',
};

/** The device was plugged out, or leave was taken back, while it was on. */
export const LOST: Problem = {
  code: 'microphone.lost',
  subject: SUBJECT,
  cause: 'stopped: it was unplugged, or its permission was taken back.',
  cure: 'Plug it in and press the button again. What was recorded before is still here.',
  severity: 'error',
};
