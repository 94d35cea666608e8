export class Missing extends Error {}
export async function* benchOnDawn() {
  throw new Missing('x');
}
