import { allOr, type Finding, ok, problem } from '../../../core/doctor/finding.ts';
import { TransientError } from '../../../core/model/errors.ts';
import type { AmpAccess } from '../../../ports/amp-access.ts';
import { locateInstances } from '../../locate-instances.ts';
import { type Check, type Checks, failure, skip } from '../check.ts';
import { attempt, type DoctorFacts } from '../doctor-facts.ts';
import type { DoctorParts } from '../doctor-parts.ts';
import { ownInstances } from './instances.ts';

const login: Check = async ({ amp }, facts) => {
  if (amp.kind === 'not-given') return skip('amp-login', amp.why);
  const listed = await facts.ampInstances();
  if (listed.kind === 'unknown') {
    if (listed.failure === undefined) return skip('amp-login', listed.why);
    return [failure(listed.failure, { passing: 'amp-away', lasting: 'amp-refused' })];
  }
  const versions = new Set(listed.value.flatMap(({ version }) => (version === undefined ? [] : [version])));
  const told =
    versions.size === 0 ? 'which does not tell its version' : `version ${[...versions].join(', ')}`;
  return [ok('amp-login', `AMP, ${told}, takes homeamp’s account.`)];
};

const shown: Check = async (parts, facts) => {
  const known = await serversOf(parts, facts);
  if (typeof known === 'string') return skip('amp-instances', known);
  const hidden = known.servers.filter((server) => !known.listed.has(server));
  return allOr(
    hidden.map((server) =>
      problem('amp-instance-hidden', `AMP does not show ${server} to homeamp’s account.`, {
        subject: server,
      }),
    ),
    ok('amp-instances', 'AMP shows every instance of the fleet that is on this host.'),
  );
};

const rights: Check = async (parts, facts) => {
  const known = await serversOf(parts, facts);
  if (typeof known === 'string') return skip('amp-rights', known);
  const servers = known.servers.filter((server) => known.listed.has(server));
  const found: Finding[] = [];
  for (const server of servers) found.push(...(await missingOf(known.amp, server)));
  return allOr(found, ok('amp-rights', 'The account may look at, stop, start and command every server.'));
};

async function missingOf(amp: AmpAccess, server: string): Promise<readonly Finding[]> {
  const missing = await attempt('', () => amp.missingRights(server));
  const about = { subject: server };
  if (missing.kind === 'known') {
    return missing.value.map(({ does, permission }) => {
      const next = `Grant \`${permission}\` to the role of homeamp’s account in AMP.`;
      return problem('amp-right-missing', `${server}: AMP does not let homeamp ${does}.`, { ...about, next });
    });
  }
  const { failure: error } = missing;
  const code = error instanceof TransientError ? 'amp-instance-down' : 'amp-right-missing';
  const next = error === undefined ? {} : { next: error.next };
  return [problem(code, `${server}: ${error?.message ?? ''}`, { ...about, ...next })];
}

export const AMP_CHECKS: Checks = { 'amp-login': login, 'amp-instances': shown, 'amp-rights': rights };

interface KnownServers {
  readonly amp: AmpAccess;
  /** Managed instances of this host, by the names of their folders. */
  readonly servers: readonly string[];
  /** Names that AMP shows. */
  readonly listed: ReadonlySet<string>;
}

async function serversOf(parts: DoctorParts, facts: DoctorFacts): Promise<KnownServers | string> {
  if (parts.amp.kind === 'not-given') return parts.amp.why;
  const listed = await facts.ampInstances();
  if (listed.kind === 'unknown') return listed.why;
  const own = await ownInstances(parts, facts);
  if (typeof own === 'string') return own;
  const locals = facts.locals();
  if (locals.kind === 'unknown') return locals.why;
  const located = locateInstances(
    own.filter((instance) => instance.managed),
    locals.value,
  );
  const servers = [...located.values()].flatMap((place) => (place.kind === 'found' ? [place.folder] : []));
  return { amp: parts.amp.value, servers, listed: new Set(listed.value.map(({ name }) => name)) };
}
