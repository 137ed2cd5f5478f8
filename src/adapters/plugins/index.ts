export { createJarReader } from './jar-reader.ts';
export { pluginDefaults } from './plugin-defaults.ts';
