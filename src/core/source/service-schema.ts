import * as z from 'zod';
import { parseNetworkAddress, SERVICE_KINDS } from '../model/service.ts';

const SECRET = /^\{\{secret:([A-Za-z0-9][A-Za-z0-9_-]{0,63})\}\}$/;
const USER = /^[^\p{C}\p{Zl}\p{Zp}]{1,128}$/u;

/** A text that a rule holds for; `help` is what to do where it does not. */
function text(isGood: (value: string) => boolean, error: string, help: string) {
  return z.string().refine(isGood, { error, params: { help } });
}

/** What `fleet.yaml` says of one service. */
export const serviceSchema = z.strictObject({
  kind: z.enum(SERVICE_KINDS),
  address: text(
    (value) => parseNetworkAddress(value) !== undefined,
    'it does not read `HOST:PORT`',
    'Write a name or address and a port, such as `192.0.2.10:3306` or `[2001:db8::1]:3306`.',
  )
    .optional()
    .describe('`HOST:PORT`, for `mariadb`, `redis` and `tcp`.'),
  url: text(
    isServiceUrl,
    'it is no http or https address without a user',
    'Write it like `https://prometheus.example.org`; a user goes into `user` and `password`.',
  )
    .optional()
    .describe('For `prometheus` and `http`.'),
  user: text(
    (value) => USER.test(value),
    'no account can have this name',
    'Write it on one line.',
  ).optional(),
  password: text(
    (value) => SECRET.test(value),
    'a password never stands in the repository',
    'Write `"{{secret:NAME}}"` and keep the value on the host; change a password that stood here.',
  )
    .optional()
    .describe('`"{{secret:NAME}}"`: the value stays on the host.'),
  tls: z.boolean().default(false).describe('Whether the connection is encrypted; https always is.'),
  hosts: z.array(z.string().min(1)).default([]).describe('Hosts that use it. Without it all.'),
});

export type WrittenService = z.output<typeof serviceSchema>;

/** The NAME of `{{secret:NAME}}`. */
export function secretNameOf(reference: string): string | undefined {
  return SECRET.exec(reference)?.[1];
}

function isServiceUrl(value: string): boolean {
  if (value.length > 500 || !URL.canParse(value)) return false;
  const { protocol, username, password, hash } = new URL(value);
  return /^https?:$/.test(protocol) && username === '' && password === '' && hash === '';
}
