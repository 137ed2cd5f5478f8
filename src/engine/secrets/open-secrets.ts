import type { Instance } from '../../core/model/instance.ts';
import type { Secret } from '../../core/model/secret.ts';
import type { FindSecret } from '../../core/render/instance-variables.ts';
import { renderInstance } from '../../core/render/render-instance.ts';
import type { OpenedSecret } from '../../ports/secret-opener.ts';
import type { SecretSource } from '../../ports/secret-source.ts';
import type { LoadedState } from '../load-desired-state.ts';

/** The secrets that count for some instances on this host. */
export interface HostSecrets {
  readonly find: FindSecret;
  /** Those that were opened, and all that the host holds itself. */
  readonly known: readonly Secret<string>[];
  /** The opened ones alone. */
  readonly opened: readonly Secret<string>[];
}

/**
 * What the host holds itself comes first, then what the repository holds encrypted at the very revision that is
 * rendered. Only what these instances use is opened.
 */
export async function openSecrets(
  secrets: SecretSource,
  state: Pick<LoadedState, 'compiled' | 'secrets'>,
  instances: readonly Instance[],
): Promise<HostSecrets> {
  const names = state.secrets.sealed.size === 0 ? [] : [...secretsUsed(state, instances)];
  const wanted = names.filter((name) => secrets.get(name) === undefined);
  const results = await Promise.all(
    wanted.map((name, index) => (index < MOST_OPENED ? openOne(secrets, state, name) : TOO_MANY)),
  );
  const byName = new Map(wanted.map((name, index) => [name, results[index]]));
  const find: FindSecret = (name) => {
    const result = byName.get(name);
    if (result === undefined) return secrets.get(name);
    return result.kind === 'opened' ? result.secret : { name, why: result.why };
  };
  const opened = results.flatMap((result) => (result?.kind === 'opened' ? [result.secret] : []));
  return { find, opened, known: [...ownSecrets(secrets), ...opened] };
}

/** Each takes milliseconds, and whoever may push may propose as many as they like. */
const MOST_OPENED = 500;
const TOO_MANY: OpenedSecret = {
  kind: 'closed',
  why: `is one of more than ${MOST_OPENED} secrets that this host uses, and so many are not opened`,
};

async function openOne(
  { opener }: SecretSource,
  { secrets }: Pick<LoadedState, 'secrets'>,
  name: string,
): Promise<OpenedSecret | undefined> {
  const file = secrets.sealed.get(name);
  return file === undefined ? undefined : opener.open(name, file.bytes);
}

/** The names of secrets that these instances need, whoever holds them. */
export function secretsUsed(
  { compiled }: Pick<LoadedState, 'compiled'>,
  instances: readonly Instance[],
): ReadonlySet<string> {
  const used = new Set<string>();
  const note: FindSecret = (name) => {
    used.add(name);
    return undefined;
  };
  for (const instance of instances) renderInstance(compiled, instance, note);
  return used;
}

/** What the host holds itself. */
export function ownSecrets(secrets: SecretSource): readonly Secret<string>[] {
  return secrets.names().flatMap((name) => secrets.get(name) ?? []);
}
