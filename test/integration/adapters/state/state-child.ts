import { lockState, openState } from '../../../../src/adapters/state/index.ts';
import type { Fingerprint } from '../../../../src/core/model/applied-record.ts';
import { instanceIdOf, parseInstancePath } from '../../../../src/core/model/instance.ts';

// Run as a program of its own: takes the lock, writes, tells, and waits to be killed.
const dir = process.argv[2] ?? '';
lockState(dir);
const state = await openState(dir);
const instance = instanceIdOf('host-a', 'TOW01');
const path = parseInstancePath('plugins/CMI/config.yml');
if (path === undefined) throw new Error('unreachable');
state.journal.write({
  id: 'one',
  step: 'committing',
  instance,
  root: '/srv/instance',
  startedAt: 1,
  files: [],
  payload: '{}',
});
const keys = new Map([['a.b', 'ab'.repeat(16) as Fingerprint]]);
state.applied.put(instance, new Map([[path, { revision: 'r1', at: 5, keys }]]));
process.stdout.write('written');
setInterval(() => undefined, 1000);
