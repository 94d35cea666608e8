import { version } from '../../package.json';

/** The version of this page, written into results. */
export const APP_VERSION: string = version;
