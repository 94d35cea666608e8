/** What `npm run parity -- --dawn` takes from here into Node, bundled. */
export { checkTarget } from './parityTarget';
