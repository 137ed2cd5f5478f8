import { join } from 'node:path';
import { createNoForge } from '../../src/adapters/forge/index.ts';
import { shaOf, startGitHubRig } from '../integration/adapters/forge/github-rig.ts';
import { temporaryFolder } from '../integration/adapters/temporary-folder.ts';
import { type FreshForge, forgeContract } from './forge.ts';

forgeContract('GitHub', async (): Promise<FreshForge> => {
  const { forge, standIn, commit } = await startGitHubRig();
  const commits = [commit('main'), commit('change')] as const;
  return { forge, commits, pull: await standIn.openPull({ head: 'change', author: 'ada' }) };
});

forgeContract('a host without a forge', async (): Promise<FreshForge> => {
  const forge = createNoForge({ folder: join(temporaryFolder(), 'published'), now: () => 0 });
  return { forge, commits: [shaOf('a'.repeat(40)), shaOf('b'.repeat(40))], pull: 7 };
});
