import { AUDIT_KINDS, type AuditKind, type AuditQuery } from '../../core/model/audit-event.ts';
import { MistakeError } from '../../core/model/errors.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { stateDirOf } from '../host-place.ts';
import { auditTable } from '../print/print-audit.ts';
import { createScreen } from '../print/screen.ts';
import { readLength } from '../read-order.ts';

const DEFAULT_LIMIT = 50;
const COMMIT = /^[0-9a-f]{8,40}$/;

/** Lists what was done on this host and who answers for it, newest first. */
export async function runAudit(context: CliContext, options: CliOptions): Promise<ExitCode> {
  const query = readQuery(options, Date.now());
  const { host, close } = await context.openState(stateDirOf(context.environment, options));
  try {
    const events = host.audit.list(query);
    const screen = createScreen(context, context.stdout, options);
    if (options.json === true) screen.json({ events });
    else if (events.length === 0) screen.print(['Nothing of that kind is in the audit trail of this host.']);
    else screen.print(...auditTable(events, screen.width));
    return EXIT.done;
  } finally {
    await close();
  }
}

function readQuery(options: CliOptions, now: number): AuditQuery {
  const { since, instance, commit, by, kind, limit } = options;
  if (commit !== undefined && !COMMIT.test(commit.toLowerCase())) throw noCommit(commit);
  return {
    limit: limit ?? DEFAULT_LIMIT,
    since: since === undefined ? undefined : now - readLength(since),
    instances: instance,
    commit,
    by,
    kind: kindOf(kind),
  };
}

function kindOf(name: string | undefined): AuditKind | undefined {
  return AUDIT_KINDS.find((kind) => kind === name);
}

function noCommit(given: string): MistakeError {
  return new MistakeError(
    `${JSON.stringify(given.slice(0, 50))} is no commit`,
    'Name it by at least 8 of its hex digits.',
  );
}
