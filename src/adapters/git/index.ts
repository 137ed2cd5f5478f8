export { createGitSource } from './create-git-source.ts';
