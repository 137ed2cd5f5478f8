// A process that applies and applies until it is killed: one history entry after the other, told on its output.
import { openState } from '../../../../src/adapters/state/index.ts';
import { instanceIdOf } from '../../../../src/core/model/instance.ts';

const [, , dir = ''] = process.argv;
const state = await openState(dir, 'child');
for (let number = 1; number <= 100_000; number += 1) {
  state.history.append({
    id: `run-${String(number).padStart(6, '0')}`,
    at: number,
    kind: 'apply',
    instance: instanceIdOf('alpha', 'TOW01'),
    revision: 'abc',
    planId: 'p',
    outcome: 'applied',
    of: undefined,
    files: [],
    keys: 1,
    message: '',
    payload: '{}',
  });
  if (number === 20) process.stdout.write('written');
}
