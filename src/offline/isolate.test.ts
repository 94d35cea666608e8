import { describe, expect, it } from 'vitest';
import { isolated } from './isolate';

const POLICY = "default-src 'none'";

describe('isolated', () => {
  it('adds the headers and leaves the rest as it is', async () => {
    const response = isolated(new Response('text', { status: 203, headers: { 'content-type': 'text/html' } }), POLICY);
    expect(response.status).toBe(203);
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-security-policy': POLICY,
      'content-type': 'text/html',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(await response.text()).toBe('text');
  });

  it('takes an answer without a body', () => {
    expect(isolated(new Response(null, { status: 304 }), POLICY).status).toBe(304);
  });

  it('leaves an error as it is', () => {
    const error = Response.error();
    expect(isolated(error, POLICY)).toBe(error);
  });
});
