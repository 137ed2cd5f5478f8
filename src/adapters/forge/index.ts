export { createGitHubForge, type GitHubForge } from './github/create-github-forge.ts';
export { createNoForge } from './none/create-no-forge.ts';
