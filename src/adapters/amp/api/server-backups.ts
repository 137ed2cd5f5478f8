import * as z from 'zod';
import type { ServerBackups } from '../../../ports/server-operator.ts';
import type { Call, Params } from './call.ts';
import { unusableAnswer } from './failures.ts';
import type { ServerCalls } from './server-calls.ts';

const TAKE: Call = {
  method: 'LocalFileBackupPlugin/TakeBackup',
  does: 'take a backup',
  permission: 'LocalFileBackup.Backup.CreateBackup',
  isRepeatable: false,
};
const LIST: Call = {
  method: 'LocalFileBackupPlugin/GetBackups',
  does: 'list the backups',
  permission: 'LocalFileBackup.Backup.ViewBackupsList',
  isRepeatable: true,
};
const TASKS: Call = {
  method: 'Core/GetTasks',
  does: 'see what AMP works on',
  permission: 'Core.AppManagement.*',
  isRepeatable: true,
};
/** Every version wants these. */
const BASIC: readonly string[] = ['Title', 'Description', 'Sticky'];
/** AMP's TaskState of tasks that are over: failed, finished, cancelled, acknowledged, timed out. */
const OVER: readonly number[] = [3, 4, 6, 7, 254];

const manifests = z.array(z.object({ Name: z.string().nullish() }));
const text = z.string().nullish();
const tasks = z.array(
  z.object({ State: z.unknown().optional(), Name: text, Description: text, Origin: text }),
);
type Task = z.output<typeof tasks>[number];

export function createServerBackups(calls: ServerCalls): ServerBackups {
  return {
    begin: async (server, title) => {
      const parameters = (await calls.parametersOf(server, TAKE)) ?? BASIC;
      await calls.demand(server, TAKE, paramsOf(title, parameters));
    },
    state: async (server, title) => {
      const listed = manifests.safeParse(await calls.demand(server, LIST));
      if (!listed.success) throw unusableAnswer();
      if (!listed.data.some(({ Name }) => Name === title)) return 'running';
      const found = tasks.safeParse(await calls.demand(server, TASKS));
      if (!found.success) throw unusableAnswer();
      return found.data.some((task) => isBackingUp(task, title)) ? 'running' : 'done';
    },
  };
}

/** AMP answers a parameter that it does not have with an error, so that each version gets its own. */
function paramsOf(title: string, parameters: readonly string[]): Params {
  const all: Params = {
    Title: title,
    Description: 'Taken by homeamp before it changes files.',
    Sticky: false,
    WasCreatedAutomatically: true,
    Local: true,
    S3: false,
    DirtyOnly: false,
    BackupWhileRunning: true,
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => parameters.includes(name)));
}

function isBackingUp({ State, ...texts }: Task, title: string): boolean {
  const said = Object.values(texts).join('\n').toLowerCase();
  const isAbout = said.includes('backup') || said.includes(title.toLowerCase());
  return isAbout && !OVER.some((state) => state === State);
}
