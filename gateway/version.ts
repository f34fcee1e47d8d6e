import manifest from '../package.json' with { type: 'json' };

/** The version of this product, as package.json has it: the only place. */
export const VERSION: string = manifest.version;
