export { createGitHubAccess } from './github/create-github-access.ts';
export { createGitHubForge, type GitHubForge } from './github/create-github-forge.ts';
export type { GitHubAuth } from './github/github-auth.ts';
export type { ForgeRequest } from './github/transport.ts';
export { createNoForge } from './none/create-no-forge.ts';
