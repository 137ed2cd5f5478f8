/** One thing that doctor looks at. */
interface CheckFacts {
  readonly group: CheckGroup;
  /** Follows "looks whether". */
  readonly looksWhether: string;
}

export const CHECK_GROUPS = [
  'settings',
  'host',
  'repository',
  'forge',
  'store',
  'amp',
  'services',
  'fleet',
  'installation',
] as const;

export type CheckGroup = (typeof CHECK_GROUPS)[number];

/** Every check by its stable name, in the order in which they are told. */
export const CHECKS = {
  'settings-valid': check('settings', 'the settings file can be read and has no mistake'),
  'secret-files': check(
    'settings',
    'every secret and key file that the settings name is there, and closed to others',
  ),
  user: check('host', 'this user owns the state folder and may write the instances as AMP does'),
  'state-folder': check('host', 'the state folder is there, is private and can be written'),
  'state-database': check('host', 'the state database opens, and no instance is frozen'),
  'disk-space': check('host', 'there is room for backups where the state folder lies'),
  clock: check('host', 'this clock agrees with those of the servers that homeamp speaks to'),
  'git-program': check('host', 'git is installed and new enough'),
  'signing-key': check(
    'host',
    'this host’s signing key can be used, and is the one that fleet.yaml names, if it names one',
  ),
  'service-unit': check('host', 'systemd knows the agent, starts it at boot and sees it run'),
  'agent-answers': check('host', 'the agent answers at `http.listen` while it runs'),
  'git-remote': check('repository', 'the repository answers, takes the credentials and has the branch'),
  'git-history': check('repository', 'the branch still holds the revision that this host has taken'),
  'fleet-valid': check(
    'repository',
    'the branch’s newest commit has no mistake in what it says of the fleet',
  ),
  'fleet-host': check('repository', 'the fleet lists this host'),
  'secrets-opened': check(
    'repository',
    'every secret that this host’s instances use is on the host, or can be opened from the repository',
  ),
  instances: check('repository', 'the fleet’s instances of this host and the folders here are the same'),
  'update-sources': check('repository', 'the sites that plugins.yaml names answer'),
  'forge-account': check(
    'forge',
    'the forge takes the token or app, and its account is not one that approves',
  ),
  'forge-repository': check('forge', 'the forge shows the repository, with issues turned on'),
  'forge-permissions': check(
    'forge',
    'the account may set statuses, comment, and keep issues and deployments',
  ),
  'forge-branch': check('forge', 'the followed branch is protected'),
  'forge-rate': check('forge', 'enough requests are left in this hour'),
  'store-reachable': check('store', 'the stores of backups and reports answer and are there'),
  'store-writable': check('store', 'an object can be written, read back and deleted'),
  'store-key': check('store', 'what is stored can be read with this host’s encryption key'),
  'store-spool': check('store', 'nothing waits on this host for the store'),
  'amp-login': check('amp', 'AMP answers and takes the account'),
  'amp-instances': check('amp', 'AMP shows every instance of the fleet that is on this host'),
  'amp-rights': check('amp', 'the account’s role allows what homeamp does with servers'),
  services: check('services', 'what fleet.yaml declares for this host answers in its own protocol'),
  certificates: check('services', 'TLS certificates are trusted and do not end soon'),
  heartbeats: check(
    'fleet',
    'the agents of the other hosts have been heard of lately, under the keys that fleet.yaml names',
  ),
  trial: check(
    'installation',
    'a change of a made-up instance is planned, applied, watched and rolled back to the byte',
  ),
  'host-plan': check('installation', 'this host’s real instances can be planned'),
} as const satisfies Record<string, CheckFacts>;

export type CheckName = keyof typeof CHECKS;

export const CHECK_NAMES = Object.keys(CHECKS) as readonly CheckName[];

export function isCheckName(text: string): text is CheckName {
  return Object.hasOwn(CHECKS, text);
}

/** Those that only `--after-install` asks for. */
export function isAfterInstall(name: CheckName): boolean {
  return CHECKS[name].group === 'installation';
}

function check(group: CheckGroup, looksWhether: string): CheckFacts {
  return { group, looksWhether };
}
