import { describe, expect, it } from 'vitest';
import { contentPolicy, hubHosts } from '../../vite/policy';

const sourcesOf = (policy: string, directive: string) =>
  policy
    .split('; ')
    .find((part) => part.startsWith(`${directive} `))
    ?.split(' ')
    .slice(1);

describe('the policy of the built page', () => {
  it('lets it connect to itself, the public hub and nothing else', () => {
    const policy = contentPolicy(hubHosts({}));
    const hub = ['https://huggingface.co', 'https://*.huggingface.co', 'https://*.hf.co'];
    expect(sourcesOf(policy, 'connect-src')).toEqual(["'self'", ...hub]);
    expect(sourcesOf(policy, 'default-src')).toEqual(["'none'"]);
    expect(policy).not.toMatch(/'unsafe-inline'|'unsafe-eval'|'unsafe-hashes'|https?:(?!\/\/)/);
  });

  it('has the mirror in place of the public hub, and the hosts of its files', () => {
    const env = { VITE_HUB: 'https://mirror.example/models/', VITE_HUB_HOSTS: ' https://*.files.example  http://[x]' };
    expect(() => hubHosts(env)).toThrow('"http://[x]" is no host');
    expect(hubHosts({ ...env, VITE_HUB_HOSTS: 'https://*.files.example http://127.0.0.1:*' })).toEqual([
      'https://mirror.example',
      'https://*.files.example',
      'http://127.0.0.1:*',
    ]);
  });

  it.each(["https://a.example; script-src 'unsafe-inline'", '*', 'https:', 'mirror'])(
    'takes no "%s" as a hub',
    (hub) => {
      expect(() => hubHosts({ VITE_HUB: hub })).toThrow('is no host');
    },
  );
});
