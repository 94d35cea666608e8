import { useEffect, useState } from 'react';
import { problemOf, type Problem } from '../../core/problem';
import { EXAMPLE_FILES, parseExample, type Example } from '../../example/example';
import { openPictures, type ExamplePictures } from '../../example/pictures';
import { openUrl } from '../../files/openUrl';

/** The example as it stands in its files, or why it does not. */
export type LoadedExample =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly example: Example; readonly pictures: ExamplePictures }
  | { readonly status: 'failed'; readonly problem: Problem };

/** Opens the example's numbers and pictures, served beside the page. */
export function useExample(): LoadedExample {
  const [loaded, setLoaded] = useState<LoadedExample>({ status: 'loading' });
  useEffect(() => {
    const leaving = new AbortController();
    const open = (path: string) => openUrl(new URL(path, document.baseURI).href, path, 0, leaving.signal);
    const load = async () => {
      const [numbers, bytes] = await Promise.all([open(EXAMPLE_FILES.numbers), open(EXAMPLE_FILES.pictures)]);
      const example = parseExample(await numbers.text());
      const pictures = openPictures(new Uint8Array(await bytes.arrayBuffer()), example);
      setLoaded({ status: 'ready', example, pictures });
    };
    load().catch((error: unknown) => {
      if (!leaving.signal.aborted) setLoaded({ status: 'failed', problem: problemOf(error, 'The example') });
    });
    return () => leaving.abort();
  }, []);
  return loaded;
}
