import type { AmpStandIn } from '../../src/stand-ins/amp/index.ts';
import { PASSWORD } from './week-fleet.ts';

/** Starts an instance's own part of AMP, as Anna does in AMP's pages. */
export async function startInstance(amp: AmpStandIn, name: string): Promise<void> {
  const login = { username: 'anna', password: PASSWORD, token: '', rememberMe: false };
  const { sessionID } = (await ask(amp, 'Core/Login', login)) as { readonly sessionID: string };
  await ask(amp, 'ADSModule/StartInstance', { InstanceName: name }, sessionID);
}

async function ask(amp: AmpStandIn, method: string, body: object, session?: string): Promise<unknown> {
  const response = await fetch(`${amp.url}/API/${method}`, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      ...(session === undefined ? {} : { authorization: `Bearer ${session}` }),
    },
    body: JSON.stringify(body),
  });
  return response.json();
}
