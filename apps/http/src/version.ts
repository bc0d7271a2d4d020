import manifest from '../package.json' with { type: 'json' };

/** The version of the system, which is that of all of its apps. */
export const { version } = manifest;
