/** By code: an example of the mistake and what to do about it, in one or two sentences of Markdown. */
export const ISSUE_ADVICE = new Map([
  [
    'entry-refused',
    'A symbolic link or a submodule lies in `desired-state/`. Commit a regular file in its place, or remove it.',
  ],
  [
    'missing-file',
    'There is no `desired-state/fleet.yaml` or no `desired-state/deployment-matrix.csv`. Add it; see [repository.md](repository.md).',
  ],
  [
    'unexpected-file',
    '`variables/hosts/frost.yml` is not read, since it ends in `.yml`. Rename it to `.yaml`, or move the file out of `desired-state/`.',
  ],
  ['file-too-large', 'Move what is not configuration out of `desired-state/`, or split the file.'],
  ['not-text', 'The file was saved as Latin-1 or UTF-16. Save it as UTF-8.'],
  [
    'reserved-character',
    'The text holds a character beyond what any language uses, often after a faulty copy. Delete it and type the text anew.',
  ],
  [
    'unreadable-yaml',
    'A tab indents a line, or a value begins with `%` or `@`. Indent with blanks; put the value in quotes.',
  ],
  ['too-deep', 'Keys are nested more than 64 levels deep, or a block has more than 50,000 keys. Split it.'],
  ['too-many-issues', 'Mend the first ones and run it again; the others are often their consequence.'],
  [
    'unknown-key',
    '`bugdet:` in `fleet.yaml`. Correct the name: a key that nothing reads would be a setting that does nothing.',
  ],
  ['missing-key', 'An instance has no `host`. Add the key.'],
  ['wrong-type', '`groups: survival` is a text where a list is wanted. Write `groups: [survival]`.'],
  ['bad-value', '`drift: heel`. Take one of the values that the message lists.'],
  ['duplicate-key', '`view-distance` stands twice in a block. Remove one of the two lines.'],
  ['leaf-and-parent', '`a: 1` and `a.b: 2` in one block. Keep one of them.'],
  [
    'unsafe-name',
    'An instance is called `smp 01`. Use letters, digits, `_` and `-`, beginning with a letter or digit.',
  ],
  ['duplicate-name', '`groups: [dev, dev]`. Keep one of them.'],
  ['unknown-host', 'An instance has `host: forst`. Correct it, or add the host under `hosts`.'],
  [
    'unknown-group',
    'An instance has `groups: [survivel]`, or a file is called so below `variables/groups/`. Correct it, or add the group to `groups`.',
  ],
  [
    'unknown-stage',
    'An instance has `stage: prod`, or `soak` names it, and the fleet lists `production`. Use the listed name.',
  ],
  [
    'unknown-instance',
    'A column of the matrix is called `SMP03`, and `fleet.yaml` has no such instance. Correct it, or add the instance.',
  ],
  ['ambiguous-instance', 'Two hosts have an `ADS01`. Write `frost/ADS01`.'],
  [
    'host-mismatch',
    'The key is `frost/ADS01` and below it stands `host: ember`. Let both name the same host.',
  ],
  ['alias-taken', '`aliases: [HUB01]` at another instance of the host. Remove the alias.'],
  ['missing-stage', 'The fleet lists `stages`, and an instance has none. Add `stage:`, or `managed: false`.'],
  [
    'alias-used',
    'A column or a file carries an instance’s old name. It works; use the new name when you touch it next.',
  ],
  [
    'missing-window',
    '`restart: window` without a `window`, at the same place or a wider one. Add one, such as `window: { cron: "0 4 * * *", duration: 2h }`.',
  ],
  [
    'unreadable-matrix',
    'A quote is not closed, or the first cell is not `plugin`. Correct the line that the message names.',
  ],
  ['duplicate-column', 'One column has an instance’s name and another its alias. Merge them.'],
  ['duplicate-plugin-row', 'A plugin has two rows that say the same. Remove one.'],
  ['matrix-contradiction', 'A plugin has two rows that differ. Keep the one that is right.'],
  ['bad-cell', 'A cell holds `maybe`. Write `x` for yes, or leave it empty for no.'],
  [
    'unmanaged-instance',
    'The matrix marks a plugin for an instance with `managed: false`. Remove the mark, or manage the instance.',
  ],
  [
    'missing-front-matter',
    'The baseline does not begin with `---`. Begin it with `---`, `plugin:`, `platforms:` and `---`.',
  ],
  ['file-name-mismatch', '`Essentials.md` says `plugin: EssentialsX`. Rename the file, or correct `plugin`.'],
  ['unsafe-path', 'A block is for `../other/config.yml`. Name a path below the folder, without `..`.'],
  ['amp-owned-file', 'A block is for `MinecraftModule.kvp`. Take it out: change such settings in AMP.'],
  [
    'unknown-language',
    'A block begins with `ini settings.ini`. Use yaml, properties, toml, json, hocon or text.',
  ],
  [
    'block-without-path',
    'A block begins with `yaml` alone. Write `yaml config.yml`, or leave the language out where it is only an example.',
  ],
  ['duplicate-block', 'Two blocks are for `config.yml`. Merge them.'],
  [
    'missing-block',
    '`files` names `messages.yml`, and there is no block for it. Add the block, or remove the entry.',
  ],
  ['template-and-block', '`files` gives `rules.txt` a template, and there is a block too. Keep one.'],
  [
    'unknown-template',
    '`template: rulse.txt`, and `templates/` has no such file. Correct the name, or add the file.',
  ],
  [
    'unreadable-block',
    'The block is not valid in its language, at the line that the message names. Correct it there.',
  ],
  ['empty-block', 'The block has no key. List the keys that Git should own, or remove the block.'],
  ['empty-baseline', 'The baseline has no block at all. Add one, or remove the baseline.'],
  ['duplicate-baseline', 'Two baselines say `plugin: Essentials`. Merge them.'],
  [
    'bukkit-reload',
    '`reload: reload` would reload the whole server. Name the plugin’s own command, or leave `reload` out.',
  ],
  [
    'stop-command',
    '`reload: restart`. A restart is what homeamp does by itself where `reload` is left out, with patience; name the plugin’s own command, or leave it out.',
  ],
  ['bad-command', '`reload: /essentials reload`. Write it without the slash, on one line.'],
  [
    'bad-pattern',
    '`expect: "(a+)+"` could take forever. Write a [simple pattern](repository.md#patterns-for-a-consoles-answer).',
  ],
  [
    'bad-amp-setting',
    '`ampSettings: { max-player: … }`, and the block lists `max-players`. Correct the key, or add it to the block.',
  ],
  ['misplaced-absent', '`!absent` stands inside a list. Write it as the whole value of a key.'],
  ['unclosed-block', 'A block has no closing fence, so the rest of the file is swallowed. Close it.'],
  ['variable-in-key', '`{{WORLD}}: 1` in a block. Variables work in values; write the key itself.'],
  [
    'bad-secret-file',
    '`secrets/DB.age` that was cut off, or encrypted with a passphrase. Write it anew: `homeamp secrets set DB`. Until then keys that use it are held.',
  ],
  [
    'missing-recipients',
    'A file in `secrets/` and no `secrets/recipients.yaml`. List who may read it: `homeamp secrets recipients add NAME age1…`.',
  ],
  [
    'duplicate-recipient',
    'One key for `frost` and for `alice`. Give everyone an identity of their own: `homeamp secrets init`.',
  ],
  ['unknown-secret', '`only: { DB_PASSWROD: [frost] }`. Correct the name.'],
  [
    'stale-recipients',
    'A host was listed, and the secrets are still encrypted without it. Run `homeamp secrets rotate` and commit the files.',
  ],
  ['bad-secret-reference', '`{{ secret:DB }}` with blanks. Write `{{secret:DB}}`.'],
  ['yaml-anchor', '`name: &aHub` loses its colour code. Write `name: "&aHub"`.'],
  [
    'yaml-comment',
    '`colour: #FF0000` is null, since YAML takes the rest for a comment. Put the value in quotes.',
  ],
  ['yaml-sexagesimal', '`time: 12:30` is the number 750. Write `"12:30"`.'],
  ['yaml-octal', '`mode: 0755` is 493. Write `"0755"`, or the number that you mean.'],
  ['yaml-boolean-word', '`languages: [en, no]` holds `false`. Write `"no"`.'],
  ['yaml-timestamp', '`since: 2026-01-31` is a point in time. Put it in quotes.'],
  [
    'secret-in-clear',
    '`password: hunter2`. Write `{{secret:DB_PASSWORD}}`, give the value on the host, and change the password: Git remembers the old one.',
  ],
  ['bad-variable-name', '`view_distance: 8` below `variables`. Write `VIEW_DISTANCE: 8`.'],
  ['builtin-variable', '`INSTANCE_NAME` is declared. Choose another name.'],
  [
    'unknown-plugin',
    'An override is for `Esentials`, or `suspend` names it. Correct it, or add the baseline.',
  ],
  ['unknown-file', 'An override is for `conf.yml`, and the baseline has `config.yml`. Correct it.'],
  [
    'override-shape',
    'An override has keys right below the plugin. Write the plugin, below it the file, below it the keys.',
  ],
  ['override-without-reason', 'Add `reasons: { Essentials: why }` to the same file.'],
  [
    'override-not-placed',
    'A host’s file overrides a plugin that none of its instances has. Mark it in the matrix, or remove the override.',
  ],
  ['reason-without-override', '`reasons` names a plugin that has no override in the file. Remove the line.'],
  ['two-owners', 'A YAML file and a workbook both set `VIEW_DISTANCE` for one scope. Keep one.'],
  ['unreadable-workbook', 'The file is no `.xlsx`, or has a password. Save it anew as `.xlsx`.'],
  [
    'unknown-sheet',
    'A sheet has other columns than the two kinds that are read. Fine for notes; otherwise correct its header.',
  ],
  ['unusable-cell', 'A cell shows `#REF!`. Write the value itself.'],
  ['bad-cell-value', 'ValueType is `int` and the cell holds `ten`. Correct one of the two.'],
  [
    'unknown-scope',
    'The column Server or Scope is empty. Write `fleet`, `host:NAME`, `group:NAME` or an instance.',
  ],
  [
    'ambiguous-key',
    'Two files of the plugin own the key. Put the file in front of it, as the message shows.',
  ],
  [
    'migrated-key',
    'The pinned version calls `inv.Slots` something else, as `migrations` in `plugins.yaml` say. Run `homeamp plugins migrate CMI`.',
  ],
  [
    'platform-mismatch',
    'A Paper plugin is marked for the proxy. Remove the mark, or add the platform to the baseline.',
  ],
  [
    'plugin-without-baseline',
    'The matrix has a plugin that no baseline describes. Fine when nothing of it is to be managed; else add the baseline.',
  ],
  ['baseline-not-placed', 'No column of the matrix marks the plugin. Mark it, or remove the baseline.'],
  [
    'two-baselines-one-key',
    'Two baselines set one key of one file, and meet on an instance. Keep the key in one of them.',
  ],
  ['two-formats-one-file', 'One baseline reads a file as yaml and another as json. Use one language.'],
  [
    'undeclared-variable',
    '`{{VIEW_DISTANSE}}`. Correct it, declare it below `variables/`, or write `\\{{VIEW_DISTANSE}}` where the text itself is meant.',
  ],
  ['variable-cycle', '`A: "{{B}}"` and `B: "{{A}}"`. Give one of them a value of its own.'],
  ['variable-arithmetic', '`{{MOTD+1}}`, and `MOTD` is a text. Add to whole numbers alone.'],
  [
    'variable-not-text',
    '`"on {{WORLDS}}"`, and `WORLDS` is a list. Use it as the whole value, or declare a text.',
  ],
  ['value-too-long', 'Variables that hold each other several times grow without end. Shorten them.'],
  ['unused-variable', 'Nothing uses the variable. Remove it, or correct the place that should.'],
  [
    'override-shape-conflict',
    'The baseline has `limits: { homes: 3 }` and an override `limits: 5`. Override `limits.homes`.',
  ],
  ['mixed-types', 'A key is `5` on one instance and `"5"` on another. Quote both or neither.'],
  ['port-collision', 'Two servers of a host have `server-port=25565`. Give each its own.'],
  [
    'shared-unique-value',
    '`server-uuid` is the same everywhere. Give each instance its own, or leave the key out.',
  ],
  ['no-settings', 'There is no `/etc/homeamp/agent.yaml`. Write it, or name another file with `--config`.'],
  [
    'settings-writable',
    'The file has mode 0664, and whoever may write it decides what homeamp does. Run `chmod go-w` on it.',
  ],
  [
    'missing-secret',
    '`{ env: HOMEAMP_GIT_TOKEN }`, and the process has no such variable. Set it, for systemd in a file that `EnvironmentFile=` names.',
  ],
  [
    'contradiction',
    '`forge` has both `token` and `app`, or `sshKey` stands without `knownHosts`. Do what the message says.',
  ],
]);
