import { describe, expect, it } from 'vitest';
import { ProblemError } from '../core/problem';
import { captureProblem, INSECURE } from './captureProblem';

const codeOf = (name: string, message = '') => captureProblem(new DOMException(message, name)).code;

describe('captureProblem', () => {
  it.each([
    ['NotAllowedError', 'microphone.denied'],
    ['SecurityError', 'microphone.forbidden'],
    ['NotFoundError', 'microphone.none'],
    ['OverconstrainedError', 'microphone.gone'],
    ['NotReadableError', 'microphone.busy'],
    ['SomethingNew', 'microphone.failed'],
  ])('knows %s', (name, code) => expect(codeOf(name)).toBe(code));

  it('tells leave of the system from leave of the browser', () => {
    const cureOf = (message: string) => captureProblem(new DOMException(message, 'NotAllowedError')).cure;
    expect(cureOf('Permission denied by system')).toContain('privacy settings');
    expect(cureOf('Permission denied')).toContain('beside the address');
  });

  it('passes a problem on as it is', () => expect(captureProblem(new ProblemError(INSECURE))).toBe(INSECURE));
});
