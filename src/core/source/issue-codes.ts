/** Every mistake that reading the repository can report, for typing the codes and for making the docs. */
export const SOURCE_ISSUES = {
  'missing-file': error('A file that every repository needs is not there.'),
  'unexpected-file': warning('A file lies where homeamp reads nothing.'),
  'file-too-large': error('A file is larger than homeamp reads.'),
  'not-text': error('A file that should be text holds bytes that are not UTF-8 text.'),
  'reserved-character': error('A text holds a character that homeamp reserves for itself.'),
  'unreadable-yaml': error('A YAML text can’t be read by the rules of the game server.'),
  'too-deep': error('Values are nested deeper than homeamp reads.'),
  'too-many-issues': warning('More mistakes were found than are shown.'),

  'unknown-key': error('A key is not part of the file’s format.'),
  'missing-key': error('A key that the format needs is not there.'),
  'wrong-type': error('A value has another type than the format wants.'),
  'bad-value': error('A value is not one of those that the format allows.'),
  'duplicate-key': error(
    'The same key is written twice, and a game server would silently take the last one.',
  ),
  'leaf-and-parent': error('A key has a value of its own and keys below it.'),

  'unsafe-name': error('A name can’t be used as a folder name everywhere.'),
  'duplicate-name': error('A name is listed twice.'),
  'unknown-host': error('A host is named that the fleet does not list.'),
  'unknown-group': error('A group is named that the fleet does not list.'),
  'unknown-stage': error('A stage is named that the fleet does not list.'),
  'unknown-instance': error('An instance is named that the fleet does not list.'),
  'ambiguous-instance': error('A name fits instances on several hosts.'),
  'host-mismatch': error('An instance’s key names another host than its `host`.'),
  'alias-taken': error('An alias is the name or alias of another instance on the same host.'),
  'missing-stage': error('A managed instance has no stage although the fleet has stages.'),
  'alias-used': warning('An instance is called by an alias.'),
  'missing-window': error('Restarts wait for a window, but no window is given.'),

  'unreadable-matrix': error('The deployment matrix is not a CSV table that can be read.'),
  'duplicate-column': error('Two columns of the matrix mean the same instance.'),
  'duplicate-plugin-row': warning('A plugin has two equal rows in the matrix.'),
  'matrix-contradiction': error('A plugin has two rows in the matrix that say different things.'),
  'bad-cell': error('A cell of the matrix means neither yes nor no.'),
  'unmanaged-instance': error('An instance that homeamp does not manage is given plugins or values.'),

  'missing-front-matter': error('A baseline does not begin with YAML front matter.'),
  'file-name-mismatch': error('A baseline’s file name is not its plugin’s name.'),
  'unsafe-path': error('A path could leave the instance’s folder or surprise a file system.'),
  'amp-owned-file': error('A file belongs to AMP, which rewrites it while it runs.'),
  'unknown-language': error('A block’s language is none that homeamp reads.'),
  'block-without-path': warning('A block of configuration names no file, so it is read as prose.'),
  'duplicate-block': error('Two blocks of a baseline are for the same file.'),
  'missing-block': error('The front matter describes a file that has no block.'),
  'template-and-block': error('A file has both a template and a block.'),
  'unknown-template': error('A template is named that is not in `templates/`.'),
  'unreadable-block': error('A block can’t be read by the rules of its language.'),
  'empty-block': error('A block lists no key.'),
  'empty-baseline': error('A baseline owns no key at all.'),
  'duplicate-baseline': error('Two baselines are for the same plugin.'),
  'bukkit-reload': error('A reload command is Bukkit’s own, which breaks plugins.'),
  'stop-command': error('A console command stops or restarts the server.'),
  'bad-command': error('A console command can’t be sent as it is.'),
  'bad-pattern': error('A regular expression can’t be used safely.'),
  'bad-amp-setting': error('A key is given to AMP that AMP can’t be told.'),
  'misplaced-absent': error('`!absent` stands where nothing can be absent, such as in a list.'),
  'unclosed-block': error('A block is not closed, so it swallows the rest of the file.'),
  'variable-in-key': error('A variable stands where only fixed text may be.'),
  'bad-secret-reference': error('A reference to a secret is not written as `{{secret:NAME}}`.'),

  'yaml-anchor': error('An unquoted `&` makes YAML read a name for a value instead of text.'),
  'yaml-comment': warning('An unquoted `#` makes YAML drop the rest of a value.'),
  'yaml-sexagesimal': warning('An unquoted time of day is read as a whole number.'),
  'yaml-octal': warning('An unquoted number with a leading zero is read as octal.'),
  'yaml-boolean-word': warning(
    'An unquoted yes, no, on or off is read as true or false where text seems meant.',
  ),
  'yaml-timestamp': warning('An unquoted date is read as a point in time.'),
  'secret-in-clear': error('A secret is written in the repository for all to read.'),

  'bad-secret-file': warning('A file in `secrets/` is no age file that homeamp opens.'),
  'missing-recipients': warning('Secrets are encrypted, and nothing says for whom.'),
  'duplicate-recipient': error('Two names have the same public key.'),
  'unknown-secret': warning('Readers are given for a secret that is not there.'),
  'stale-recipients': warning('A secret is encrypted for fewer or more keys than may read it.'),

  'bad-variable-name': error('A variable’s name is not upper-case letters, digits and `_`.'),
  'builtin-variable': error('A variable has the name of a built-in one.'),
  'unknown-plugin': error('A plugin is named that has no baseline.'),
  'unknown-file': error('A file is named that the plugin’s baseline does not describe.'),
  'override-shape': error('An override does not fit the form plugin, file, keys.'),
  'override-without-reason': warning('An override does not say why it is there.'),
  'override-not-placed': warning('An override is for a plugin that no instance in its scope has.'),
  'reason-without-override': warning('A reason is given for a plugin that has no override there.'),
  'two-owners': error('The same value is set in two places for the same scope.'),

  'unreadable-workbook': error('A workbook can’t be read.'),
  'unknown-sheet': warning('A sheet has a role that homeamp does not know.'),
  'unusable-cell': error('A cell holds an error or a formula without a result.'),
  'bad-cell-value': error('A cell’s value does not fit its type.'),
  'unknown-scope': error('A scope is neither `fleet`, `host:NAME`, `group:NAME` nor an instance.'),
  'ambiguous-key': error('A key could belong to several files of a plugin.'),

  'migrated-key': warning('A key has another name in the pinned version of its plugin, or none any more.'),
  'platform-mismatch': error('A plugin is placed on an instance of a platform it is not for.'),
  'plugin-without-baseline': warning('A plugin in the matrix has no baseline.'),
  'baseline-not-placed': warning('A baseline is for a plugin that no instance has.'),
  'two-baselines-one-key': error('Two baselines own the same key of the same file.'),
  'two-formats-one-file': error('Two baselines read the same file as different formats.'),
} as const satisfies Record<string, IssueKind>;

/** The codes of `SOURCE_ISSUES`. */
export type SourceIssueCode = keyof typeof SOURCE_ISSUES;

/** How bad a mistake is, and one sentence about it. */
export interface IssueKind {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
}

function error(summary: string): IssueKind {
  return { severity: 'error', summary };
}

function warning(summary: string): IssueKind {
  return { severity: 'warning', summary };
}
