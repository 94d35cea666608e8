/** Which view is shown: the part of the address after `#`, so that the back button works and a view can be linked to. */

export const VIEW_IDS = ['start', 'data', 'model', 'run', 'look', 'errors', 'compare', 'try', 'bench'] as const;

export type ViewId = (typeof VIEW_IDS)[number];

export interface Route {
  readonly view: ViewId;
  /** What follows a `?` in the hash: a shared configuration, say. It never reaches a server. */
  readonly params: URLSearchParams;
}

function isViewId(text: string): text is ViewId {
  return (VIEW_IDS as readonly string[]).includes(text);
}

/** The route of an address's hash, `#/view?params`. What is not a view is the start. */
export function parseRoute(hash: string): Route {
  const [, name = '', query = ''] = /^#?\/?([^?]*)\??(.*)$/s.exec(hash) ?? [];
  return { view: isViewId(name) ? name : 'start', params: new URLSearchParams(query) };
}

/** The hash of a view, for a link. */
export function routeHash(view: ViewId, params?: URLSearchParams): string {
  const query = params?.toString() ?? '';
  return `#/${view}${query === '' ? '' : `?${query}`}`;
}

/** Shows another view, as a click on its link does. */
export function goTo(view: ViewId): void {
  if (parseRoute(location.hash).view !== view) location.hash = routeHash(view);
}
