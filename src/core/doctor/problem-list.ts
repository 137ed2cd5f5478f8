import type { CheckName } from './check-list.ts';

interface ProblemKind {
  readonly check: CheckName;
  readonly result: 'warning' | 'failed';
  /** What to do, where the finding itself knows no better. */
  readonly next: string;
}

/** Every problem that doctor can find, by its stable code. */
export const PROBLEMS = {
  'settings-mistake': failed('settings-valid', 'Correct it; `homeamp config check` lists all of it.'),
  'settings-doubt': warning('settings-valid', 'Look at it; `homeamp config check` lists all of it.'),
  'secret-missing': failed('secret-files', 'Put the secret where the settings say.'),
  'key-file-missing': failed('secret-files', 'Put the file there, or correct its path in the settings.'),
  'key-file-open': failed('secret-files', 'Let its owner alone read it: `chmod 600`.'),

  'state-foreign': failed(
    'user',
    'Run doctor and the agent as the owner of the state folder, or give it to this user with `chown -R`.',
  ),
  'instances-foreign': failed('user', 'Run the agent as the user that AMP runs as, or as root.'),
  'state-missing': failed('state-folder', 'Make it, owned by the agent’s user and with mode 0700.'),
  'state-open': failed('state-folder', 'Close it to other users: `chmod 700`.'),
  'state-read-only': failed(
    'state-folder',
    'Give the folder to the agent’s user, and look whether its disk is mounted read-only.',
  ),
  'state-unusable': failed('state-database', 'See what it says; docs/troubleshooting.md explains it.'),
  'instance-frozen': failed('state-database', 'Look at the files, then run `homeamp rollback` with this id.'),
  'disk-full': failed('disk-space', 'Make room: nothing is applied without room for its backup.'),
  'disk-low': warning('disk-space', 'Make room, or shorten `store.keep`.'),
  'clock-wrong': failed(
    'clock',
    'Set the clock, for example with systemd-timesyncd or chrony; a store refuses requests that are 15 minutes off.',
  ),
  'clock-off': warning('clock', 'Let systemd-timesyncd or chrony keep the clock.'),
  'git-missing': failed('git-program', 'Install it: `apt install git`.'),
  'git-old': failed('git-program', 'Install git 2.38 or newer.'),
  'signing-key-unusable': failed('signing-key', 'Correct what it says; without the key nothing is reported.'),
  'signing-key-differs': failed(
    'signing-key',
    'Put this host’s own key into fleet.yaml: until then the other hosts do not believe it.',
  ),
  'unit-missing': warning(
    'service-unit',
    'Install the unit from deploy/, so that the agent starts with the host.',
  ),
  'unit-disabled': warning('service-unit', 'Run `systemctl enable homeamp-agent`.'),
  'unit-failed': failed('service-unit', 'Run `journalctl -u homeamp-agent` and see why it ended.'),
  'unit-stopped': warning('service-unit', 'Run `systemctl start homeamp-agent`.'),
  'agent-silent': failed(
    'agent-answers',
    'See in the agent’s log why it does not listen; another program may have the port.',
  ),
  'agent-stuck': failed('agent-answers', 'See in the agent’s log what its passes wait for.'),

  'git-away': failed('git-remote', 'Check the address and the network.'),
  'git-refused': failed('git-remote', 'Check the credentials, the address and the branch in `source`.'),
  'history-rewritten': failed(
    'git-history',
    'Find out who rewrote the branch, then run `homeamp resume --accept-history` with the commit that is right.',
  ),
  'nothing-taken': warning(
    'git-history',
    'Look at `homeamp plan`, then run `homeamp resume --accept-history` with the commit.',
  ),
  'fleet-mistakes': failed(
    'fleet-valid',
    'Mend what `homeamp validate` lists; until then nothing new is applied.',
  ),
  'fleet-doubts': warning('fleet-valid', 'Look at what `homeamp validate` lists.'),
  'host-unknown': failed(
    'fleet-host',
    'Add the host to `hosts` in fleet.yaml, or correct `host` in the settings.',
  ),
  'secret-closed': failed(
    'secrets-opened',
    'See `homeamp secrets check`; until then keys that use it are held. docs/secrets.md tells how a host gets its key.',
  ),
  'secret-nowhere': failed(
    'secrets-opened',
    'Encrypt it with `homeamp secrets set`, or put it on this host; until then keys that use it are held.',
  ),
  'instances-unreadable': failed('instances', 'Correct `amp.instances`, and let this user read the folder.'),
  'instance-missing': failed(
    'instances',
    'Create the instance in AMP, correct its name in fleet.yaml, or set `managed: false`.',
  ),
  'instance-unusable': failed('instances', 'Correct the instance in AMP or in fleet.yaml.'),
  'instance-unknown': warning(
    'instances',
    'Add the instance to fleet.yaml, with `managed: false` if homeamp shall leave it alone.',
  ),
  'registry-doubt': warning('instances', 'Look at AMP’s own list of instances.'),
  'update-source-away': warning('update-sources', 'Check the network, and the address in plugins.yaml.'),

  'forge-away': failed('forge-account', 'Check the network and `forge.apiUrl`.'),
  'forge-refused': failed('forge-account', 'Check the token or the app in `forge`.'),
  'account-approves': warning(
    'forge-account',
    'Give homeamp an account or an app of its own; what it writes must not count as a person’s word.',
  ),
  'repository-hidden': failed(
    'forge-repository',
    'Check `forge.repository`, and that the account may see it.',
  ),
  'issues-off': warning(
    'forge-repository',
    'Turn issues on in the repository’s settings: drift is told there.',
  ),
  'permission-missing': failed('forge-permissions', 'Give the token or app this permission.'),
  'branch-unprotected': warning(
    'forge-branch',
    'Protect it: no pushes but by pull request, no force pushes.',
  ),
  'rate-spent': failed(
    'forge-rate',
    'Wait until the hour is over, and give homeamp an account that nothing else uses.',
  ),
  'rate-low': warning(
    'forge-rate',
    'Give homeamp an account that nothing else uses, or let hosts look less often.',
  ),

  'store-away': failed('store-reachable', 'Check the network and `store.endpoint`.'),
  'store-refused': failed('store-reachable', 'Check the buckets, the keys and their policy.'),
  'store-read-only': failed(
    'store-writable',
    'Let the keys’ policy allow writing, reading and deleting below this host’s own prefix; deploy/ has one.',
  ),
  'store-unfaithful': failed(
    'store-writable',
    'Do not trust this store with backups before it is known why.',
  ),
  'store-key-differs': failed(
    'store-key',
    'Put back the key that wrote it: without that key those backups are lost.',
  ),
  'spool-waits': warning(
    'store-spool',
    'Nothing to do while the store was away; the agent hands it over at its next pass.',
  ),

  'amp-away': failed('amp-login', 'Check that AMP runs and that `amp.url` leads to it.'),
  'amp-refused': failed('amp-login', 'Check `amp.username` and `amp.password`.'),
  'amp-instance-hidden': failed(
    'amp-instances',
    'Grant the role of homeamp’s account `Instances.<id of the instance>.Manage`.',
  ),
  'amp-instance-down': warning('amp-rights', 'Start the instance in AMP, then look again.'),
  'amp-right-missing': failed('amp-rights', 'Grant it to the role of homeamp’s account in AMP.'),

  'service-away': failed(
    'services',
    'Check that it runs and listens at this address, and that no firewall is in between.',
  ),
  'service-silent': failed('services', 'Check that it is not overloaded, and that this is its port.'),
  'service-stranger': failed('services', 'Check the port: something else answers there.'),
  'service-refuses': failed('services', 'Check user and password, and that this host may log in.'),
  'service-wants-login': failed('services', 'Give `user` and `password` for it in fleet.yaml.'),
  'service-not-ready': failed('services', 'See in its own log what it waits for.'),
  'service-untrusted': failed('services', 'Give it a certificate for this name that this host trusts.'),
  'service-secret-missing': failed(
    'services',
    'Put the secret on this host, in `secrets.file` or as HOMEAMP_SECRET_NAME.',
  ),
  'certificate-ended': failed('certificates', 'Renew it now.'),
  'certificate-ends-soon': warning('certificates', 'Renew it; look why that does not happen by itself.'),
  'certificate-untrusted': failed(
    'certificates',
    'Install the whole chain, or let this host trust its authority.',
  ),

  'host-silent': warning(
    'heartbeats',
    'Look whether that host’s agent runs: `systemctl status homeamp-agent` there.',
  ),

  'host-unproven': warning(
    'heartbeats',
    'Find out who writes there: compare that host’s own key, which `homeamp doctor` shows on it, with fleet.yaml.',
  ),

  'trial-failed': failed('trial', 'Correct what it says; no change may be applied before this works.'),
  'plan-failed': failed('host-plan', 'Correct what it says; `homeamp plan` tells more.'),
  'plan-blocked': warning('host-plan', 'See `homeamp plan`.'),
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEMS;

function failed<Name extends CheckName>(check: Name, next: string) {
  return { check, result: 'failed', next } as const;
}

function warning<Name extends CheckName>(check: Name, next: string) {
  return { check, result: 'warning', next } as const;
}
