import { expect } from 'vitest';

/**
 * Runs before each file. The stories of agents are about passes and not about disks, which have tests of their own, so
 * that whoever is in a hurry may name a folder in memory for what they write.
 */
const folder = process.env['HOMEAMP_STORY_FOLDER'];
const own = process.env['HOMEAMP_USUAL_TMPDIR'] ?? process.env['TMPDIR'] ?? '';
process.env['HOMEAMP_USUAL_TMPDIR'] = own;
const isStory = /\/test\/(?:docs\/|e2e\/amp\/|e2e\/agent\/(?:gates|orders|publish)-)/.test(
  expect.getState().testPath ?? '',
);
if (folder !== undefined && folder !== '' && isStory) process.env['TMPDIR'] = folder;
else if (own === '') delete process.env['TMPDIR'];
else process.env['TMPDIR'] = own;
