import type { HoldReason } from '../model/plan.ts';
import { isFailedOnServer, isOnlyTiming } from '../model/server-codes.ts';
import type {
  ActivationReport,
  Finding,
  InstanceOutcomeFacts,
  InstanceState,
  KeyChangeReport,
  Reason,
} from './report.ts';

export interface StateInput {
  readonly blocked: Reason | undefined;
  readonly findings: readonly Finding[];
  readonly changes: readonly KeyChangeReport[];
  readonly activation: ActivationReport;
  readonly outcome: InstanceOutcomeFacts | undefined;
  readonly runsOldValues: boolean;
  /** Says more of a server that does not use its new files yet. */
  readonly notLoaded: Reason | undefined;
}

export interface DecidedState {
  readonly state: InstanceState;
  /** Null when in sync. */
  readonly reason: Reason | null;
}

/**
 * One state for an instance and why. Of several that fit, the one that a person must act on first: failed, blocked,
 * pending, drifted, held for another reason, of a suspended plugin, written but not loaded.
 */
export function decideState(input: StateInput): DecidedState {
  return (
    failed(input) ??
    blocked(input) ??
    pending(input) ??
    drifted(input) ??
    stoppedShort(input) ??
    suspendedPlugin(input) ??
    notLoaded(input) ?? { state: 'InSync', reason: null }
  );
}

function failed({ outcome, findings }: StateInput): DecidedState | undefined {
  if (outcome?.failure) return { state: 'Failed', reason: outcome.failure };
  const unreadable = findings.find((finding) => finding.kind === 'unreadable');
  if (unreadable === undefined) return undefined;
  const place = unreadable.line > 0 ? `:${unreadable.line}:${unreadable.column}` : '';
  const message = `${unreadable.file}${place} can't be read: ${unreadable.reason ?? ''}`;
  const help = 'Mend the file on the server; until then nobody knows what it holds.';
  return { state: 'Failed', reason: { code: 'unreadable', message, help } };
}

function blocked(input: StateInput): DecidedState | undefined {
  if (input.blocked === undefined) return undefined;
  const { code, message, help } = input.blocked;
  return { state: stateOfBlocked(code), reason: { code, message, help } };
}

function stateOfBlocked(code: string): InstanceState {
  if (code === 'suspended') return 'Suspended';
  if (isFailedOnServer({ code })) return 'Failed';
  return isOnlyTiming({ code }) ? 'Pending' : 'Blocked';
}

function pending({ changes, outcome }: StateInput): DecidedState | undefined {
  if (outcome?.kind === 'applied') return undefined;
  const writes = changes.filter((change) => change.held === null);
  if (writes.length === 0) return undefined;
  if (writes.every((change) => change.verdict === 'drifted')) return undefined;
  return {
    state: 'Pending',
    reason: { code: 'pending', message: `${keys(writes.length)} to write`, help: 'Run `homeamp apply`.' },
  };
}

function drifted({ changes, outcome }: StateInput): DecidedState | undefined {
  const left = outcome?.kind === 'applied' ? changes.filter((change) => change.held !== null) : changes;
  const edited = left.filter(({ verdict }) => verdict === 'drifted' || verdict === 'conflicting');
  if (edited.length === 0) return undefined;
  const was = edited.length === 1 ? 'was' : 'were';
  const conflicting = edited.some(({ verdict }) => verdict === 'conflicting');
  const message = `${keys(edited.length)} ${was} edited on the server`;
  const help = 'Take the values into the repository, or put them back with `homeamp apply --heal`.';
  const settle =
    'Git changed the same keys: look at `homeamp plan`, then run `homeamp apply --plan` with its id.';
  return {
    state: 'Drifted',
    reason: conflicting
      ? { code: 'conflicting', message: `${message}, and Git moved as well`, help: settle }
      : { code: 'drifted', message, help },
  };
}

const HELD: Readonly<Record<HoldReason, { readonly message: string; readonly help: string }>> = {
  'drift-reported': { message: 'was edited on the server', help: 'Heal it or take it into the repository.' },
  conflict: { message: 'was edited on the server and in Git', help: 'Apply a plan that shows it.' },
  'secret-unresolved': {
    message: 'needs a secret that this host does not have',
    help: 'See `homeamp plan` for which, and why. Encrypt it with `homeamp secrets set`, or give it as HOMEAMP_SECRET_NAME, HOMEAMP_SECRET_NAME_FILE or in HOMEAMP_SECRETS_FILE.',
  },
  'not-editable': {
    message: "can't be changed where it stands",
    help: 'Change it by hand once, or change what the repository asks for.',
  },
  'plugin-missing': {
    message: 'belongs to a plugin that is not installed',
    help: 'Install the plugin, or take it out of the deployment matrix.',
  },
  'server-running': { message: 'waits for the server to stop', help: 'Stop the server, then apply.' },
  suspended: { message: 'belongs to a suspended plugin', help: 'Nothing to do: it is written afterwards.' },
};

/** Nothing is wrong with the values, and yet homeamp can't bring them about. */
function stoppedShort({ changes, findings }: StateInput): DecidedState | undefined {
  const held = changes.find((change) => change.held !== null && change.held.reason !== 'suspended');
  if (held?.held) {
    const { message, help } = HELD[held.held.reason];
    const reason = { code: held.held.reason, message: `${held.file}: ${held.key} ${message}`, help };
    return { state: 'Blocked', reason };
  }
  const missing = findings.find((finding) => finding.kind === 'plugin-missing');
  if (missing === undefined) return undefined;
  const { help } = HELD['plugin-missing'];
  const reason = { code: 'plugin-missing', message: `${missing.plugin} is not installed`, help };
  return { state: 'Blocked', reason };
}

function suspendedPlugin({ changes }: StateInput): DecidedState | undefined {
  const held = changes.find((change) => change.held?.reason === 'suspended');
  if (held === undefined) return undefined;
  const message = `the plugin ${held.plugin} is ${held.held?.detail ?? 'suspended'}`;
  return { state: 'Suspended', reason: { code: 'suspended', message, help: HELD.suspended.help } };
}

function notLoaded({ runsOldValues, notLoaded: known, activation }: StateInput): DecidedState | undefined {
  if (known !== undefined) return { state: 'AppliedNotLoaded', reason: known };
  if (!runsOldValues) return undefined;
  const help =
    activation.kind === 'reload'
      ? `Run in its console: ${activation.commands.join(', ')}.`
      : 'Reload the plugin in its console where it can, or restart the server.';
  const message = 'the server runs since before the files were written';
  return { state: 'AppliedNotLoaded', reason: { code: 'not-loaded', message, help } };
}

function keys(count: number): string {
  return count === 1 ? '1 key' : `${count} keys`;
}
