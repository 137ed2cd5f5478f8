import * as z from 'zod';
import { MistakeError } from '../../../core/model/errors.ts';
import type { ServerSettings } from '../../../ports/server-operator.ts';
import type { Call } from './call.ts';
import { noSuchSetting, unusableAnswer } from './failures.ts';
import type { ServerCalls } from './server-calls.ts';

const READ: Call = {
  method: 'Core/GetConfig',
  does: "read a setting of AMP's",
  permission: 'Settings.<node of the setting>',
  isRepeatable: true,
};
const WRITE: Call = {
  method: 'Core/SetConfig',
  does: "change a setting of AMP's",
  permission: 'Settings.<node of the setting>',
  isRepeatable: true,
};
const NODE = /^[A-Za-z0-9_.-]{1,200}$/;
const settingSpec = z.object({ CurrentValue: z.union([z.string(), z.number(), z.boolean(), z.null()]) });
const taken = z.union([z.literal(true), z.object({ Status: z.literal(true) })]);

export function createServerSettings(calls: ServerCalls): ServerSettings {
  return {
    read: async (server, node) => {
      const answer = await calls.demand(server, onNode(READ, node), { node });
      if (answer === undefined || answer === null) throw noSuchSetting();
      const spec = settingSpec.safeParse(answer);
      if (!spec.success) throw unusableAnswer();
      return String(spec.data.CurrentValue ?? '');
    },
    write: async (server, node, value) => {
      const answer = await calls.demand(server, onNode(WRITE, node), { node, value });
      if (!taken.safeParse(answer).success) throw unusableAnswer();
    },
  };
}

function onNode(call: Call, node: string): Call {
  if (NODE.test(node)) return { ...call, permission: `Settings.${node}` };
  throw new MistakeError(
    'The name of a setting of AMP is none.',
    'Write the node as AMP names it, such as `MinecraftModule.Limits.MaxPlayers`.',
  );
}
