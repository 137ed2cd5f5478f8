export { createGitSource } from './create-git-source.ts';
export { createFollowedRepository, type FollowedRepository } from './followed-repository.ts';
export { createTrackedFiles } from './tracked-files.ts';
