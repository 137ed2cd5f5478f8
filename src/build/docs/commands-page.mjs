/** What each exit code means, by its name in the code; a name that is missing here is an error. */
const EXIT_MEANINGS = new Map([
  ['done', 'done; nothing differs'],
  ['differs', 'done; something differs, is held or is pending, or somebody answered no'],
  ['mistake', 'a mistake in what people wrote, or wrong usage: every issue is printed'],
  [
    'transient',
    'a passing failure (network, lock, full disk, a running server in the way of a rollback), or an interrupt that left instances out: try again',
  ],
  ['stalePlan', 'the plan is stale: a live file moved, or `--plan` names another plan'],
  ['applyFailed', 'applying failed and every file of the instance was put back'],
  ['stuck', 'putting back failed too, so the instance is frozen; or the state folder is damaged'],
  ['bug', 'a bug in homeamp'],
]);

/** The schema of what a command prints with `--json`. */
const OUTPUTS = new Map([
  ['validate', 'validation'],
  ['render', 'render'],
  ['plan', 'report'],
  ['apply', 'report'],
  ['status', 'report'],
  ['plugins', 'plugins'],
  ['explain', 'explanation'],
  ['parity', 'parity'],
  ['history', 'history'],
  ['rollback', 'rollback'],
  ['audit', 'audit'],
  ['hosts', 'hosts'],
  ['doctor', 'doctor'],
  ['backups', 'backups'],
  ['config', 'config-check'],
  ['variables', 'variables'],
  ['init', 'init'],
  ['import', ['import-live', 'import-legacy']],
  ['secrets', 'secrets'],
  ['adopt', 'adoption'],
]);

/** What the table of commands can't say. */
const NOTES = new Map([
  [
    'validate',
    'Of a folder it reads the files as they lie, committed or not, since that is what you are writing. Exit 2 when there are errors; with `--strict` warnings count as well.',
  ],
  ['render', 'Needs at least one `--instance`. Looks at the repository alone, not at the servers.'],
  [
    'plan',
    'Writes nothing on any server. Conflicts are shown as writes, so that the id stands for them too: `apply --plan` with this id writes them. Exit 1 when there is something to write or something is held, unreadable or missing.',
  ],
  [
    'apply',
    "Recovers what an earlier run left half done, makes a new plan, shows it and asks. `--yes` answers; `--plan` answers where there is no terminal. Exit 0 also when a running server still has to load what was written; exit 1 when something is still held or was refused at the prompt. Where an agent is set up and neither `--repo` nor `--amp-root` is given, it applies the revision that the agent keeps to. `--break-glass` then applies the newest commit of the branch past the gates of its history, the budget and the stages, and every report says so until a reviewed commit follows: [break the glass](runbooks/break-glass.md). Where that agent has AMP's API, servers are stopped, started and reloaded as their policies allow, and the command stays until they are watched: [by hand](servers.md#by-hand).",
  ],
  [
    'status',
    'Exit 0 only when every instance is `InSync` and nothing is held, so `AppliedNotLoaded` gives 1. Where an agent is set up it also says which revision is in force, why newer commits wait, what is suspended, which restarts are ordered, and how many players a server waits for.',
  ],
  [
    'plugins',
    'Reads what the jars in `plugins/` say of themselves. A plugin of the matrix is installed when a jar is it, and missing when neither a jar nor its folder is there. A jar that the matrix does not place on the instance is shown with `+`. Files of the server itself are left out. Exit 1 when something is missing or not in the matrix, or an instance could not be looked at. The first look opens every jar, later ones only those that moved. With an action it deals with [new versions of a plugin](new-plugin-versions.md). `merge` compares the old version’s own configuration, the new one’s and the baseline, key by key, and carries out what `--rename`, `--drop` and `--own` decide; `migrate` gives keys their new names as `plugins.yaml` says. Both change the baseline and all overrides in a folder, after showing the difference and asking, or nothing. `keys` looks at the servers’ files and needs `--amp-root`. Exit 1 when something is undecided, gone, new, or was not written.',
  ],
  ['explain', 'With `--amp-root` it shows the live value as well.'],
  [
    'parity',
    'Without `--amp-root` it compares what Git asks for; with it, what the servers of this host have too.',
  ],
  ['history', 'Reads the state folder alone.'],
  [
    'backups',
    'Works with the places that the settings of this host name, or without settings with the state folder alone. `list` gives 3 when a place could not be asked. `verify` reads every image in every place and gives 1 when one is missing or damaged, or a set is not signed by this host or a `--trust-key`. `restore` takes an id, a whole run, or `latest`: the newest snapshots, of all instances or the named ones. Onto servers it shows what would change and asks, wants them stopped, and takes only sets that this host or a `--trust-key` signed. Never looks at the repository. See [backups](backups.md).',
  ],
  [
    'rollback',
    'Takes the id of a run, or of one instance of it; `--instance` narrows a run. Asks before it writes. A frozen run is put back too, or with `--keep-files` ended as its files are. Refuses a file that was changed since (exit 4), and a running server that would save its own values over the old ones (exit 3). It stops no server by itself: [roll back](runbooks/roll-back.md).',
  ],
  [
    'agent',
    'Runs until SIGTERM, or SIGINT, which let it finish the instance that it writes and start the servers that it had stopped; SIGHUP makes it look at once. With `--once` it makes one pass over repository, pull requests and files, stays until the servers that it began with are watched, and ends with 3 when something has to be tried again. One agent at a time has a state folder. [How to install it](agent.md).',
  ],
  [
    'doctor',
    'Asks and changes nothing, but for one small object that it puts into each store and takes out again. Every check runs whatever the others find: [what each looks at, and what to do](doctor.md). Exit 1 when a check failed; warnings alone give 0, and mistakes in the settings are findings like any other. Run it as the user that the agent runs as.',
  ],
  [
    'suspend',
    'Names at least one of `--fleet`, `--this-host`, `--instance` and `--plugin`, and needs a reason. What is suspended is compared and reported as before; nothing of it is written, and no server of it is stopped. The same again replaces it. It needs the settings of an agent and counts from its next look on; it does not wait for a pass to end. Other hosts are paused by `policy.suspend` in `fleet.yaml`: [pause and resume](runbooks/pause-and-resume.md).',
  ],
  [
    'resume',
    'Ends what `suspend` began, with the same names, and has a change tried again that was taken back from an instance. Exit 2 and no change when one of the names is not suspended on this host; what the repository suspends ends there alone. With `--accept-history` it says that a person looked at a commit and takes it as it is, with all before it, past the gates of history. It is needed once on each new host, and after [a rewritten branch](runbooks/rewritten-branch.md). Writes no files: the agent does at its next pass. Waits up to half a minute for a pass to end. The commit must be on the branch.',
  ],
  [
    'restart',
    'Leaves the agent an order. It is carried out when the policy of the instance lets it, as a change that needs a restart would be; `status` shows it until then. `--cancel` takes it back, as long as it has not begun. Refused where the agent looks at files alone (`amp: files`). [Restart a server](runbooks/restart-a-server.md).',
  ],
  ['audit', 'Reads the state folder alone. Never shows a value of a file. [What is in it](audit.md).'],
  [
    'hosts',
    'Reads the heartbeats in the report store, and says whether each is signed with the key that `fleet.yaml` has for its host. Exit 1 when a host is silent for longer than it said, or when one with a key can not be believed. Shows the public key of this host. [Reports and heartbeats](reports.md).',
  ],
  [
    'config',
    '`check` reads the settings file with the secrets that it names, and shows every mistake or what is in force; of secrets only that they are given. Exit 2 when there are errors.',
  ],
  [
    'init',
    'Takes the folder where the repository shall lie, or this one. On a terminal it asks for what the options leave open; elsewhere, and with `--yes`, it takes what it finds, or what is in brackets above, and never waits. Servers come from `--instance`, else from the folder of AMP instances that it is given or finds at `~/.ampdata/instances`. It reads what it made as `validate` does before it writes anything. A folder with a `desired-state/` is refused unless `--force` is given; other files that are there stay as they are. [The first steps](getting-started.md).',
  ],
  [
    'import',
    '`live` reads servers as they are, in folders or archives, and ends with a proof that the plan on them is empty: [import](import.md). `legacy` reads the files of the earlier manager from the places that follow it: [import of the older files](import-legacy.md). Both list what they guessed and left out, write secrets into a file of their own beside the new repository, refuse a folder with a `desired-state/` unless `--force` is given, and change nothing else. Options that begin with `live:` or `legacy:` are for that one alone.',
  ],
  [
    'adopt',
    'Takes what somebody edited on the servers of this host, or with `--from-host` of another one, into the repository. It shows the difference of the files and every other server that it would touch, and asks. With a forge it opens a pull request, of a work tree it changes the files as they lie, with `--out` it writes a patch. `--layer` says where the values go; without it homeamp takes the narrowest place that touches nothing else. `--reject` names the command that puts the values back. Exit 1 when something was left, or not done. [Keep a value that was changed on a server](adopt.md).',
  ],
  [
    'variables',
    '`export` writes all variables and overrides to a workbook, `import` changes the YAML files to what a workbook says, `diff` compares two workbooks and exits 1 when they differ, `list` prints one for `git diff`. An import shows every changed cell and asks; without a terminal it needs `--yes` or `--dry-run`. Exit 1 where something would change and was not written, 2 where both the workbook and the repository changed a value and neither `--ours` nor `--theirs` is said. With `--move`, `export` puts the workbook into the repository in place of the YAML values, and `import` does the opposite. [Workbooks](workbook.md).',
  ],
  [
    'secrets',
    '`init` makes an identity, `set` encrypts a value, `get` says who may read one, `rotate` encrypts anew, `recipients` lists, adds (`NAME age1…`) and removes (`NAME`) readers, `check` looks at all of it, `scan` finds secrets in clear, `hook` has Git ask before each commit. A value is never taken from the command line, and shown by `get --show` alone. `check` exits 1 where something is to be done, `scan` 2 where it found one. [Secrets](secrets.md).',
  ],
  ['demo', 'Needs git. Keeps what it built, and says where.'],
]);

/** The page about every command, its options, its JSON and the exit codes. */
export function commandsPage(commands, exitCodes) {
  return [
    '# Commands',
    '',
    '<!-- Made by src/build/generate-docs.mjs from the table of commands. -->',
    '',
    'Every command takes `--help`, which shows its options and an example, and `--no-color`. Colours are used on a terminal alone, and not at all where `NO_COLOR` is set. `homeamp --version` prints the version.',
    '',
    '| command | what it does |',
    '|---|---|',
    ...commands.map(({ name, summary }) => `| [\`${name}\`](#${name}) | ${cell(summary)} |`),
    '',
    ...commands.flatMap(commandPart),
    ...exitPart(exitCodes),
    ...jsonPart(commands),
  ].join('\n');
}

function commandPart(command) {
  const { name, operands, summary, options, examples } = command;
  return [
    `## ${name}`,
    '',
    `${summary.slice(0, 1).toUpperCase()}${summary.slice(1)}.`,
    '',
    '```text',
    ['homeamp', name, operands, '[options]'].filter((word) => word !== '').join(' '),
    '```',
    '',
    noteOf(name),
    '',
    '| option | meaning |',
    '|---|---|',
    ...options.map(optionRow),
    '',
    ...jsonLine(command),
    '```console',
    ...examples.map((example) => `$ ${example}`),
    '```',
    '',
  ];
}

function noteOf(name) {
  const note = NOTES.get(name);
  if (note === undefined) throw new Error(`say in ${import.meta.filename} what the command ${name} does`);
  return note;
}

function optionRow({ flags, description, kind, choices }) {
  const more = kind === 'choice' ? ` (${choices.map((choice) => `\`${choice}\``).join(', ')})` : '';
  return `| \`${cell(flags)}\` | ${cell(description)}${more} |`;
}

function jsonLine({ name, options }) {
  if (!options.some(({ flags }) => flags === '--json')) return [];
  const output = OUTPUTS.get(name);
  if (output === undefined) throw new Error(`say in ${import.meta.filename} what ${name} --json prints`);
  const links = [output]
    .flat()
    .map((one) => `[output-${one}.schema.json](schemas/output-${one}.schema.json)`);
  return [`JSON: ${links.join(', ')}.`, ''];
}

function exitPart(exitCodes) {
  const rows = Object.entries(exitCodes).map(([name, code]) => {
    const meaning = EXIT_MEANINGS.get(name);
    if (meaning === undefined) throw new Error(`say in ${import.meta.filename} what exit code ${name} means`);
    return `| ${code} | ${meaning} |`;
  });
  return [
    '## Exit codes',
    '',
    '| exit | means |',
    '|---|---|',
    ...rows,
    '',
    'When several things happened, the gravest one gives the code.',
    '',
  ];
}

function jsonPart(commands) {
  const names = [...new Set(commands.flatMap(({ name }) => OUTPUTS.get(name) ?? []))];
  return [
    '## JSON',
    '',
    'With `--json` a command prints one document on its standard output and everything else on standard error. These schemas describe the documents; they are JSON Schema, draft 2020-12.',
    '',
    ...names.map((name) => `- [output-${name}.schema.json](schemas/output-${name}.schema.json)`),
    '',
  ];
}

function cell(text) {
  return text.replaceAll('|', '\\|');
}
