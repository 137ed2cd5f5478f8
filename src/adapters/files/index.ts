export { createLiveFileReader } from './live-file-reader.ts';
export { createLiveFileWriter } from './live-file-writer.ts';
export { openLiveFile } from './open-live-file.ts';
