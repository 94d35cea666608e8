import { createHash } from 'node:crypto';
import { loadEnv, type Plugin, type ResolvedConfig } from 'vite';

/** The public hub, and the hosts that it redirects downloads to. Source: https://huggingface.co/docs/hub/models-downloading. */
const HUB = ['https://huggingface.co', 'https://*.huggingface.co', 'https://*.hf.co'] as const;

/**
 * Styles that libraries put into the page while it runs, each allowed by its digest and so only word for word. React Aria's:
 * fast taps on what can be pressed; a still page behind a dialog on iOS.
 */
const LIBRARY_STYLES = [
  `@layer {
  [data-react-aria-pressable] {
    touch-action: pan-x pan-y pinch-zoom;
  }
}`,
  `@layer {
  * {
    overscroll-behavior: contain;
  }
}`,
] as const;

const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * What the page and its workers may load, run and connect to: nothing but this. `hosts` are those that may be connected to
 * beyond the site's own.
 *
 * Workers begin as a blob of one line (src/core/startWorker.ts), so that they are under the page's policy on any host.
 * A meta tag cannot say who may put the page into a frame, so nothing does.
 * Source: https://www.w3.org/TR/CSP3/, https://w3c.github.io/trusted-types/.
 */
export function contentPolicy(hosts: readonly string[]): string {
  const directives: Readonly<Record<string, readonly string[]>> = {
    'default-src': ["'none'"],
    'script-src': ["'self'", "'wasm-unsafe-eval'"],
    'worker-src': ["'self'", 'blob:'],
    'style-src': ["'self'", ...LIBRARY_STYLES.map(digest)],
    'img-src': ["'self'", 'blob:', 'data:'],
    'media-src': ['blob:'],
    'connect-src': ["'self'", ...hosts],
    'manifest-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'object-src': ["'none'"],
    'trusted-types': ['default'],
    'require-trusted-types-for': ["'script'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ');
}

/** A host of a policy: an origin, without path, and perhaps with `*` for a port or a subdomain. */
const HOST = /^https?:\/\/(?:\*\.)?[\w.-]+(?::(?:\d+|\*))?$/;

/**
 * The hosts that a build's page may connect to beyond its own: those of the hub at VITE_HUB, by default the public one, and
 * those of VITE_HUB_HOSTS, apart by spaces, where a mirror keeps its files. @throws where one is no origin
 */
export function hubHosts(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const words = (text = '') => text.split(/\s+/).filter((word) => word !== '');
  const mirror = words(env.VITE_HUB).map((address) => (URL.canParse(address) ? new URL(address).origin : address));
  const hosts = [...(mirror.length > 0 ? mirror : HUB), ...words(env.VITE_HUB_HOSTS)];
  const bad = hosts.find((host) => !HOST.test(host));
  if (bad !== undefined)
    throw new Error(`"${bad}" is no host for VITE_HUB or VITE_HUB_HOSTS: write it as https://mirror.example.`);
  return hosts;
}

/** The policy of a build, by its environment and its .env files. */
export function policyOfBuild({ mode, envDir }: Pick<ResolvedConfig, 'mode' | 'envDir'>): string {
  return contentPolicy(hubHosts(envDir === false ? process.env : loadEnv(mode, envDir, 'VITE_')));
}

/** Writes the policy into the head of each built page, before anything else can load. Not while developing. */
export function policy(): Plugin {
  let content = '';
  return {
    name: 'loaa:policy',
    apply: 'build',
    configResolved(config) {
      content = policyOfBuild(config).replaceAll('"', '&quot;');
    },
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        // Right after the charset, which must be among a page's first 1024 bytes.
        const [charset] = /<meta charset="[^"]*" *\/?>/.exec(html) ?? [];
        if (charset === undefined) throw new Error('A page without a charset has no place for its policy.');
        return html.replace(
          charset,
          () => `${charset}\n    <meta http-equiv="Content-Security-Policy" content="${content}" />`,
        );
      },
    },
  };
}
