import { AUDIT_KINDS } from '../core/model/audit-event.ts';
import type { CommandSpec } from './command.ts';
import { OPTIONS } from './options.ts';

/** History and rollback know from the state folder what the other commands must be told; they take it all the same. */
const NOT_NEEDED = [OPTIONS.repo, OPTIONS.revision, OPTIONS.host, OPTIONS.ampRoot];

/** Commands about what is on record of this host and of the others. */
export const RECORD_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'history',
    operands: '',
    summary: 'list what was applied and rolled back on this host',
    examples: ['homeamp history --limit 20 --instance DEV01'],
    options: [
      { flags: '--limit <count>', kind: 'count', description: 'how many entries, newest first (20)' },
      OPTIONS.instance,
      OPTIONS.state,
      OPTIONS.json,
      ...NOT_NEEDED,
    ],
    load: async () => (await import('./commands/history.ts')).runHistory,
  },
  {
    name: 'rollback',
    operands: '<id>',
    summary: 'put the files of a run, or of one instance of it, back to the byte',
    examples: ['homeamp rollback 20260131-175905-123-3fa9c1.1'],
    options: [
      OPTIONS.instance,
      {
        flags: '--keep-files',
        kind: 'switch',
        description: 'end a frozen run with its files as they are now, instead of putting them back',
      },
      OPTIONS.state,
      OPTIONS.yes,
      OPTIONS.json,
      ...NOT_NEEDED,
    ],
    load: async () => (await import('./commands/rollback.ts')).runRollback,
  },
  {
    name: 'backups',
    operands: '<action> [id...]',
    summary: 'list, show, verify and restore what servers had in their files: `backups list`',
    examples: [
      'homeamp backups list --instance TOW01',
      'homeamp backups verify',
      'homeamp backups restore latest --instance TOW01 --to ./tow01',
    ],
    options: [
      OPTIONS.instance,
      { flags: '--limit <count>', kind: 'count', description: 'how many sets to list, newest first (20)' },
      {
        flags: '--to <dir>',
        kind: 'text',
        description: 'restore into this new or empty folder instead of the servers',
      },
      { flags: '--file <path>', kind: 'text', description: 'restore this file of the set alone' },
      {
        flags: '--before',
        kind: 'switch',
        description: 'restore what was there before a run, not what it wrote',
      },
      {
        flags: '--folder-owner',
        kind: 'switch',
        description: 'give files to the owner of their folder, not to the user id they belonged to',
      },
      {
        flags: '--trust-key <key>',
        kind: 'list',
        description: 'a public key that this host had before, as in fleet.yaml; may be given several times',
      },
      OPTIONS.config,
      OPTIONS.state,
      OPTIONS.ampRoot,
      OPTIONS.host,
      OPTIONS.yes,
      OPTIONS.json,
    ],
    load: async () => (await import('./commands/backups.ts')).runBackups,
  },
  {
    name: 'audit',
    operands: '',
    summary: 'list who did what on this host, when, with which commit and whose approval',
    examples: ['homeamp audit --since 7d', 'homeamp audit --instance TOW01 --kind server-stopped'],
    options: [
      { flags: '--since <duration>', kind: 'text', description: 'how far back, such as 90m, 12h or 7d' },
      OPTIONS.instance,
      { flags: '--commit <sha>', kind: 'text', description: 'only this commit: at least 8 digits' },
      { flags: '--by <who>', kind: 'text', description: 'only what this person or signer did' },
      {
        flags: '--kind <kind>',
        kind: 'choice',
        choices: AUDIT_KINDS,
        description: 'only events of this kind',
      },
      { flags: '--limit <count>', kind: 'count', description: 'how many events, newest first (50)' },
      OPTIONS.state,
      OPTIONS.json,
    ],
    load: async () => (await import('./commands/audit.ts')).runAudit,
  },
  {
    name: 'hosts',
    operands: '',
    summary: 'show when each host of the fleet was last heard of, and whether it can be believed',
    examples: ['homeamp hosts', 'homeamp hosts --json'],
    options: [OPTIONS.config, OPTIONS.json],
    load: async () => (await import('./commands/hosts.ts')).runHosts,
  },
];
