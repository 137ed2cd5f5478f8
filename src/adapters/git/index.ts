export { createGitSource, type GitSourceOptions } from './create-git-source.ts';
export type { GitSource } from './git-source.ts';
