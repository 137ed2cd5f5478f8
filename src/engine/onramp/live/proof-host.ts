import type { Fingerprint } from '../../../core/model/applied-record.ts';
import type { Secret } from '../../../core/model/secret.ts';
import type { LocalInstances } from '../../../ports/local-instances.ts';
import type { SecretOpener } from '../../../ports/secret-opener.ts';
import type { SourceRepository } from '../../../ports/source-repository.ts';
import { sha256 } from '../../digest.ts';
import type { HostReaders } from '../../host-state.ts';
import type { PluginHost } from '../../plugins/list-jars.ts';

/** What looking at servers takes before there is a repository or a state. */
export type SightOfServers = PluginHost;

export interface ProofParts {
  readonly sight: SightOfServers;
  readonly locals: LocalInstances;
  readonly source: SourceRepository;
  readonly secrets: ReadonlyMap<string, Secret<string>>;
}

/** What was lifted out of the servers is not encrypted yet. */
const NO_OPENER: SecretOpener = {
  stamp: () => undefined,
  open: async () => ({ kind: 'closed', why: 'is not looked at by an import' }),
  hide: () => undefined,
  hidden: () => [],
};

/** A host as on its first day: nothing was ever applied or seen on it, and every server is stopped. Keeps nothing. */
export function proofHost({ sight, locals, source, secrets }: ProofParts): HostReaders {
  return {
    ...sight,
    locals,
    source,
    workbooks: { read: async () => ({ workbook: undefined, issues: [] }) },
    control: { processState: () => ({ kind: 'stopped' }) },
    amp: undefined,
    applied: { get: () => new Map(), put: () => undefined },
    observations: {
      get: () => undefined,
      put: () => undefined,
      getRoster: () => undefined,
      putRoster: () => undefined,
    },
    journal: { write: () => undefined, remove: () => undefined, unfinished: () => [] },
    fingerprints: { of: (text) => sha256(text) as Fingerprint },
    secrets: { get: (name) => secrets.get(name), names: () => [], opener: NO_OPENER },
    suspensions: () => [],
    version: 'import',
  };
}
