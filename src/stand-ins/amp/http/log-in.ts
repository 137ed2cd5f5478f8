import { loggedIn, loginRefused } from '../answers/login-answer.ts';
import { LOGIN_RESULT } from '../description/enum-table.ts';
import type { AmpAccount } from '../options.ts';
import type { Instance } from '../server/instance.ts';
import { isAllowed } from './sessions.ts';
import type { AmpWorld } from './world.ts';

/** AMP's LoginResponse, of a login at the controller or at an instance. */
export function logIn(
  world: AmpWorld,
  {
    parameters,
    instance,
  }: { readonly parameters: ReadonlyMap<string, unknown>; readonly instance: Instance | undefined },
): unknown {
  const login = String(parameters.get('username'));
  const account = accountOf(world, login, instance);
  if (account === undefined || account.password !== parameters.get('password')) {
    return loginRefused(LOGIN_RESULT.failure, 'Invalid username or password');
  }
  const result = account.result ?? LOGIN_RESULT.success;
  if (result !== LOGIN_RESULT.success) return loginRefused(result, 'This account may not log in');
  const session = world.sessions.open(login, account, instance?.folder.id);
  if (instance === undefined || isAllowed(session, `Instances.${instance.folder.id}.Manage`)) {
    return loggedIn(session);
  }
  world.sessions.close(session.id);
  return loginRefused(LOGIN_RESULT.noInstanceAccess, 'No access to this instance');
}

/** Undefined for one that is not known here. */
function accountOf(
  { options }: AmpWorld,
  login: string,
  instance: Instance | undefined,
): AmpAccount | undefined {
  if (!Object.hasOwn(options.accounts, login)) return undefined;
  const account = options.accounts[login];
  const { onlyOn } = account ?? {};
  return onlyOn === undefined || onlyOn.includes(instance?.folder.spec.name ?? '') ? account : undefined;
}
