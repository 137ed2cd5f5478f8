export { createJarReader } from './jar-reader.ts';
