import { describe, expect, it } from 'vitest';
import { askedOf } from './requests';

const SCOPE = 'https://somebody.example/loaa/';
const file = (path: string) => ({ path, integrity: 'sha256-', bytes: 1 });
const FILES = new Map(['', 'assets/a.js'].map((path) => [path, file(path)]));

const ask = (url: string, mode: RequestMode = 'cors', method = 'GET') => askedOf({ url, mode, method }, SCOPE, FILES);

describe('askedOf', () => {
  it.each([
    ['the folder', SCOPE],
    ['with settings', `${SCOPE}?backend=wasm`],
    ['by its file', `${SCOPE}index.html`],
  ])('takes a visit of %s for the page', (_, url) => {
    expect(ask(url, 'navigate')).toEqual({ kind: 'kept', file: file(''), page: true });
  });

  it('finds a kept file, whatever is asked behind it', () => {
    expect(ask(`${SCOPE}assets/a.js?worker`)).toEqual({ kind: 'kept', file: file('assets/a.js'), page: false });
  });

  it.each([
    ['another page of the site', `${SCOPE}headless.html`],
    ['a file that is not kept', `${SCOPE}assets/b.js`],
    ['a name that every object has', `${SCOPE}__proto__`],
  ])('lets %s come from the network', (_, url) => {
    expect(ask(url, 'navigate')).toEqual({ kind: 'site' });
  });

  it.each([
    ['the hub', 'https://hub.example/loaa/assets/a.js', 'GET'],
    ['another folder of the host', 'https://somebody.example/other/assets/a.js', 'GET'],
    ['a folder that begins alike', 'https://somebody.example/loaa2/', 'GET'],
    ['what is sent rather than read', SCOPE, 'POST'],
  ])('has nothing to do with %s', (_, url, method) => {
    expect(ask(url, 'cors', method)).toEqual({ kind: 'elsewhere' });
  });
});
