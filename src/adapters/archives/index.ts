export { unpackArchive } from './unpack-archive.ts';
