import { describeAgeFile } from '../../core/model/age-file.ts';
import { readersOf, type SealedSecret, type SecretRecipients } from '../../core/model/secret-recipients.ts';
import { isServiceOf } from '../../core/model/service.ts';
import type { SecretFinding, SecretsCheck } from '../../core/report/secrets-report.ts';
import type { Identity } from '../../ports/secret-sealer.ts';
import type { SecretSource } from '../../ports/secret-source.ts';
import type { LoadedState } from '../load-desired-state.ts';
import { secretsUsed } from './open-secrets.ts';

export interface SecretsQuestion {
  readonly state: Pick<LoadedState, 'desired' | 'compiled' | 'secrets'>;
  /** Undefined where there is none here. */
  readonly identity: Identity | undefined;
  /** What this machine holds itself. */
  readonly own: SecretSource;
  /** Which host of the fleet this is; undefined where it is none. */
  readonly host: string | undefined;
}

const NOBODY: SecretRecipients = { hosts: new Map(), people: new Map(), only: new Map() };

/** Looks at every secret that the repository holds or uses, and opens what the identity should open. */
export async function checkSecrets(question: SecretsQuestion): Promise<SecretsCheck> {
  const { sealed } = question.state.secrets;
  const uses = usesByHost(question);
  const names = [...new Set([...sealed.keys(), ...uses.keys()])].sort();
  const findings: (SecretFinding | undefined)[] = [...identityFindings(question)];
  for (const name of names) {
    const usedOn = uses.get(name) ?? [];
    const file = sealed.get(name);
    if (file === undefined) findings.push(missingFinding(name, usedOn, question));
    else findings.push(...(await fileFindings({ name, usedOn, ...file }, question)));
  }
  const secrets = names.map((name) => ({
    name,
    file: sealed.get(name)?.file ?? null,
    usedOn: uses.get(name) ?? [],
  }));
  return { secrets, findings: findings.filter((finding) => finding !== undefined) };
}

/** Secret → the hosts that need it, in the fleet's order. */
function usesByHost({ state }: SecretsQuestion): Map<string, string[]> {
  const { instances, hosts, services } = state.desired.fleet;
  const uses = new Map<string, string[]>();
  for (const host of hosts.keys()) {
    const own = [...instances.values()].filter((instance) => instance.host === host && instance.managed);
    const logins = [...services.values()].filter((service) => isServiceOf(service, host));
    const names = logins.flatMap(({ target }) => ('login' in target ? (target.login?.secret ?? []) : []));
    for (const name of new Set([...secretsUsed(state, own), ...names])) {
      uses.set(name, [...(uses.get(name) ?? []), host]);
    }
  }
  return uses;
}

function identityFindings({ identity, host, state }: SecretsQuestion): readonly SecretFinding[] {
  if (identity !== undefined || state.secrets.sealed.size === 0) return [];
  const message = 'There is no identity here, so no secret was opened.';
  const help = 'Name one with --identity, or make one: `homeamp secrets init`.';
  return [{ problem: 'no-identity', isWrong: host !== undefined, secret: null, message, help }];
}

function missingFinding(
  name: string,
  usedOn: readonly string[],
  { host, own }: SecretsQuestion,
): SecretFinding | undefined {
  if (own.get(name) !== undefined && usedOn.every((one) => one === host)) return undefined;
  const isWrong = host !== undefined && usedOn.includes(host) && own.get(name) === undefined;
  const message = `${name} is not in the repository, so ${usedOn.join(', ')} must hold it.`;
  const help = `Encrypt it: \`homeamp secrets set ${name}\`. Or see to it that each host has it.`;
  return { problem: 'nowhere', isWrong, secret: name, message, help };
}

interface NamedFile extends SealedSecret {
  readonly name: string;
  readonly usedOn: readonly string[];
}

async function fileFindings(file: NamedFile, question: SecretsQuestion): Promise<readonly SecretFinding[]> {
  const { name, usedOn, bytes } = file;
  const facts = describeAgeFile(bytes);
  const wrong = (problem: SecretFinding['problem'], message: string, help: string): SecretFinding => {
    return { problem, isWrong: problem !== 'unused', secret: name, message, help };
  };
  const anew = `Write it anew: \`homeamp secrets set ${name}\`.`;
  if (facts.kind === 'unusable')
    return [wrong('bad-file', `${name} can't be opened: ${facts.reason}.`, anew)];
  const readers = readersOf(question.state.secrets.recipients ?? NOBODY, name);
  const findings: SecretFinding[] = [];
  if (facts.recipients !== readers.length) {
    const message = `${name} is encrypted for ${facts.recipients} keys, and ${readers.length} may read it.`;
    findings.push(wrong('stale-recipients', message, `Run: homeamp secrets rotate ${name}`));
  }
  for (const host of usedOn.filter(
    (one) => !readers.some((reader) => reader.kind === 'host' && reader.name === one),
  )) {
    const help = 'List its key in recipients.yaml, or name it in `only`; then `homeamp secrets rotate`.';
    findings.push(wrong('not-readable', `${host} uses ${name} and may not read it.`, help));
  }
  const isOurs = readers.some(({ key }) => question.identity?.recipients.includes(key));
  const opened = isOurs ? await question.identity?.opener.open(name, bytes) : undefined;
  if (opened?.kind === 'closed') {
    findings.push(wrong('not-opened', `${name} ${opened.why}.`, `Run: homeamp secrets rotate ${name}`));
  }
  if (usedOn.length === 0) {
    findings.push(
      wrong('unused', `${name} is used nowhere.`, `Remove ${file.file}, or use {{secret:${name}}}.`),
    );
  }
  return findings;
}
