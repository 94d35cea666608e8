import { lazy, Suspense, useState } from 'react';
import { routeHash } from '../views/route';
import { useRoute } from '../views/useRoute';

const OpenedLink = lazy(() => import('./OpenedLink').then((module) => ({ default: module.OpenedLink })));

/**
 * What the page was opened with, where that was a shared link: what it sets and needs, to be applied or not. It stays until
 * it is closed, whichever view is shown meanwhile.
 */
export function LinkOffer() {
  const { view, params } = useRoute();
  const [pending, setPending] = useState<string | null>(null);
  const incoming = params.has('v') ? params.toString() : null;
  if (incoming !== null && incoming !== pending) setPending(incoming);
  if (pending === null) return null;
  const close = () => {
    // In place of the link, so that neither a reload nor the back button asks again.
    location.replace(routeHash(view));
    setPending(null);
  };
  return (
    <Suspense fallback={null}>
      <OpenedLink key={pending} params={pending} onClose={close} />
    </Suspense>
  );
}
