import { AUDIT_KINDS } from '../core/model/audit-event.ts';
import type { CommandSpec } from './command.ts';
import { OPTIONS } from './options.ts';

/** Commands that show what is on record of this host and of the others. */
export const RECORD_COMMANDS: readonly CommandSpec[] = [
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
