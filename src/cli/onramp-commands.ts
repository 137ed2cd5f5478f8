import type { CommandSpec } from './command.ts';
import { ADOPT } from './onramp/adopt-command.ts';
import { IMPORT } from './onramp/import-command.ts';
import { INIT } from './onramp/init-command.ts';
import { SECRETS } from './onramp/secrets-command.ts';
import { VARIABLES } from './onramp/variables-command.ts';

/** Commands that bring what is already there into the repository, and keep what must not stand in it in clear. */
export const ONRAMP_COMMANDS: readonly CommandSpec[] = [INIT, IMPORT, VARIABLES, ADOPT, SECRETS];
