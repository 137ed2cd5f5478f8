export { createGitHubForge, type GitHubForge } from './github/create-github-forge.ts';
export type { GitHubAuth } from './github/github-auth.ts';
export { createNoForge } from './none/create-no-forge.ts';
