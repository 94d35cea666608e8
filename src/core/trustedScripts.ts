/** What the browser asks before a text becomes markup or a script's address. In no library of types yet. */
interface TrustedTypes {
  readonly defaultPolicy: unknown;
  createPolicy(name: string, rules: Readonly<Record<string, (text: string) => string>>): unknown;
}

/**
 * Sets what a text may become in this page or worker: the address of a script of the site's own or made by it, and no markup
 * but none at all (React Aria empties its announcements so). Anything else the browser refuses, as the page's policy asks for
 * Trusted Types; where a browser has none, nothing changes. To be called before a script is started; again does nothing.
 * Source: https://w3c.github.io/trusted-types/.
 */
export function trustOwnScripts(): void {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  if (!trustedTypes || trustedTypes.defaultPolicy) return;
  trustedTypes.createPolicy('default', {
    createScriptURL(address) {
      if (new URL(address, import.meta.url).origin === self.origin) return address;
      throw new TypeError(`A script of ${address} is not run here.`);
    },
    createHTML(text) {
      if (text === '') return text;
      throw new TypeError('No text becomes markup here.');
    },
  });
}
