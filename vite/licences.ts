import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin, Rollup } from 'vite';
import { LICENCES, type Licence } from '../src/ui/about/licences.ts';

/** What a package's own description says, as far as it is used here. */
interface Package {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
  readonly repository?: string | { readonly url: string };
  readonly homepage?: string;
}

const APACHE = 'Apache-2.0';
const LICENCE_FILE = /^(?:licen[cs]e|copying|notice|copyright)/i;
/** The folder of the package that a module is from: the last one, where packages lie in packages. */
const PACKAGE = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/;
/** Served as they are, so that no script names them. */
const SERVED_PACKAGES = ['supersonic-scsynth-samples'];

/** Libraries that are inside packages as WebAssembly, by package. Their terms come with their sources. */
const INSIDE: Readonly<Record<string, readonly Omit<Licence, 'version' | 'text'>[]>> = {
  '@wasm-audio-decoders/flac': [xiph('libFLAC', 'flac')],
  '@wasm-audio-decoders/ogg-vorbis': [xiph('libvorbis', 'vorbis'), xiph('libogg', 'ogg')],
  'opus-decoder': [xiph('libopus', 'opus')],
  'mpg123-decoder': [
    {
      name: 'mpg123',
      licence: 'LGPL-2.1-only',
      author: 'Michael Hipp, Thomas Orgis and others',
      source: 'https://www.mpg123.de',
    },
  ],
};

function xiph(name: string, repository: string): Omit<Licence, 'version' | 'text'> {
  return { name, licence: 'BSD-3-Clause', author: 'Xiph.Org', source: `https://github.com/xiph/${repository}` };
}

/** The site's own works: its code, and its model. */
function ownWorks(root: string): readonly Licence[] {
  const text = readFileSync(join(root, 'LICENSE'), 'utf8');
  const { name: _, ...own } = licenceOf(root);
  const model = 'ViT-Nano/16, weights made for this page from the images of CIFAR-10 and Caltech-101';
  return [
    { ...own, name: 'LoAA Playground', text },
    { name: model, version: null, licence: own.licence, author: own.author, source: null, text },
  ];
}

const nameOf = (author: Package['author']) =>
  (typeof author === 'string' ? author : author?.name)?.replace(/\s*[<(].*$/, '') ?? null;

/** `git+https://host/name.git`, `github:owner/name` and `owner/name` as an address to look at. */
function sourceOf({ repository, homepage }: Package): string | null {
  const said = typeof repository === 'string' ? repository : repository?.url;
  if (said === undefined) return homepage ?? null;
  const short = /^(?:github:)?([\w.-]+\/[\w.-]+)$/.exec(said)?.[1];
  if (short !== undefined) return `https://github.com/${short}`;
  return said.replace(/^git\+|\.git$/g, '').replace(/^(?:git|ssh):\/\/(?:git@)?/, 'https://');
}

/** What a package's folder says of its terms. @throws where it names no licence */
export function licenceOf(folder: string): Licence {
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;
  const files = readdirSync(folder).filter((file) => LICENCE_FILE.test(file));
  const text = files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
  if (about.license === undefined) throw new Error(`${about.name} names no licence: see vite/licences.ts.`);
  return {
    name: about.name,
    version: about.version,
    licence: about.license.replace(/^SEE LICENSE IN .*/i, 'its own, below'),
    author: nameOf(about.author),
    source: sourceOf(about),
    text: text === '' ? null : text,
  };
}

/** The works of these packages, and those inside them, by name. A package that is there in two versions counts twice. */
export function licencesOf(root: string, folders: Iterable<string>): readonly Licence[] {
  const all = [...new Set(folders)].map(licenceOf);
  // Its text names nobody, so that one package's serves the others.
  const apache = all.find(({ licence, text }) => licence === APACHE && text !== null)?.text ?? null;
  const found = all.map((work) => (work.licence === APACHE ? { ...work, text: work.text ?? apache } : work));
  const inside = found.flatMap(({ name }) =>
    (INSIDE[name] ?? []).map((work) => ({ ...work, version: null, text: null })),
  );
  const works = new Map([...found, ...inside].map((work) => [`${work.name} ${work.version}`, work]));
  return [...ownWorks(root), ...[...works.values()].sort((a, b) => (a.name < b.name ? -1 : 1))];
}

/**
 * Lists the terms of everything that is in the built site, for its page to show: of each package with a module in a script of
 * the page or of a worker, of what those packages contain, and of what is served as it is.
 */
export function licences(): { readonly page: Plugin; readonly worker: Plugin } {
  const folders = new Set<string>();
  let root = '';
  const collect = (bundle: Rollup.OutputBundle) => {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      for (const module of file.moduleIds) {
        const folder = PACKAGE.exec(module.replace(/^\0/, ''))?.[1];
        if (folder !== undefined) folders.add(folder);
      }
    }
  };
  return {
    worker: { name: 'loaa:licences-of-workers', generateBundle: (_, bundle) => collect(bundle) },
    page: {
      name: 'loaa:licences',
      apply: 'build',
      configResolved(config) {
        root = config.root;
      },
      generateBundle(_, bundle) {
        collect(bundle);
        for (const name of SERVED_PACKAGES) folders.add(join(root, 'node_modules', name));
        const list = licencesOf(root, folders);
        this.emitFile({ type: 'asset', fileName: LICENCES, source: `${JSON.stringify(list, null, 1)}\n` });
      },
    },
  };
}
