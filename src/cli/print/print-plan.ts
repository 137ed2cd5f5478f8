import type { InstanceReport, InstanceState, KeyChangeReport, Report } from '../../core/report/report.ts';
import { changeLines } from './change-lines.ts';
import { type Line, type Screen, type Style, styled } from './screen.ts';
import { unknownFolderLines } from './unknown-folder-lines.ts';

export interface PlanPrinting {
  /** Every key, and values at length. */
  readonly detailed: boolean;
}

const SHORT_ID = 12;
const KEYS_PER_FILE = 20;

/** Prints what an apply would change, and what stands in its way. */
export function printPlan(screen: Screen, report: Report, { detailed }: PlanPrinting): void {
  screen.print(headLine(report), []);
  const shown = report.instances.filter((instance) => !isUntouched(instance));
  for (const instance of shown) {
    const keysPerFile = detailed ? Number.POSITIVE_INFINITY : KEYS_PER_FILE;
    screen.print(...instanceLines(instance, { detailed, keysPerFile, width: screen.width }), []);
  }
  screen.print(...restLines(report), ...totalLines(report));
}

function headLine({ host, planId, revision }: Report): Line {
  const id =
    revision.kind === 'commit' ? revision.id.slice(0, SHORT_ID) : `files ${revision.id.slice(0, SHORT_ID)}`;
  const subject = revision.subject === null ? '' : ` ${JSON.stringify(revision.subject)}`;
  return [styled('bold', `Plan ${planId.slice(0, SHORT_ID)}`), ` for ${host} at ${id}${subject}`];
}

function isUntouched(instance: InstanceReport): boolean {
  return instance.state === 'InSync' && instance.findings.length === 0;
}

export const STATE_STYLES: Readonly<Record<InstanceState, Style>> = {
  InSync: 'green',
  Pending: 'yellow',
  Drifted: 'yellow',
  AppliedNotLoaded: 'cyan',
  Blocked: 'red',
  Suspended: 'dim',
  Failed: 'red',
  Unknown: 'dim',
};

interface Layout {
  readonly detailed: boolean;
  readonly keysPerFile: number;
  readonly width: number | undefined;
}

function instanceLines(instance: InstanceReport, layout: Layout): readonly Line[] {
  const files = [...new Set([...instance.changes, ...instance.findings].map(({ file }) => file))];
  return [
    [
      styled('bold', instance.name),
      '  ',
      styled(STATE_STYLES[instance.state], instance.state),
      `  ${countText(instance)}`,
    ],
    ...files.flatMap((file) => fileLines(instance, file, layout)),
    ...blockedLines(instance),
    ...activationLines(instance),
  ];
}

/** What is to be done in words, such as `3 to write, 1 held`. */
export function countText({ changes, counts }: InstanceReport): string {
  const held = changes.filter((change) => change.held !== null).length;
  const parts = [
    part(changes.length - held, 'to write'),
    part(held, 'held'),
    part(counts.unknown, 'not comparable'),
    part(counts.converged, 'to record'),
  ].filter((text) => text !== '');
  return parts.length === 0 ? '' : parts.join(', ');
}

function part(count: number, what: string): string {
  return count === 0 ? '' : `${count} ${what}`;
}

function fileLines(instance: InstanceReport, file: string, layout: Layout): readonly Line[] {
  const changes = instance.changes.filter((change) => change.file === file);
  const shown = changes.slice(0, layout.keysPerFile);
  const hidden = changes.length - shown.length;
  return [
    ['  ', styled('bold', file), findingText(instance, file)],
    ...shown.flatMap((change) => changeLines(change, layout)),
    ...(hidden > 0 ? [[`    … and ${hidden} more, listed with --detailed`]] : []),
  ];
}

function findingText(instance: InstanceReport, file: string): string {
  const finding = instance.findings.find((candidate) => candidate.file === file);
  if (finding === undefined) return '';
  switch (finding.kind) {
    case 'missing':
      return '  is not there and will be created';
    case 'plugin-missing':
      return `  is left out: the plugin ${finding.plugin} is not installed`;
    case 'unreadable': {
      const place = finding.line > 0 ? `line ${finding.line}, column ${finding.column}: ` : '';
      return `  can't be read: ${place}${finding.reason ?? ''}`;
    }
  }
}

const STOPPED: readonly InstanceState[] = ['Blocked', 'Failed', 'Suspended'];

function blockedLines({ state, reason }: InstanceReport): readonly Line[] {
  if (reason === null || !STOPPED.includes(state)) return [];
  // A suspension's own words begin with what it is.
  const head = state === 'Suspended' ? '' : styled('red', `${state.toLowerCase()}: `);
  return [
    ['  ', head, reason.message],
    ['    ', styled('cyan', reason.help)],
  ];
}

function activationLines({ activation, changes }: InstanceReport): readonly Line[] {
  if (changes.every((change: KeyChangeReport) => change.held !== null)) return [];
  switch (activation.kind) {
    case 'none':
      return [];
    case 'reload':
      return [['  afterwards, in its console: ', activation.commands.join(', ')]];
    case 'restart':
      return [['  afterwards, a restart, because of ', activation.causes.join(', ')]];
  }
}

function restLines(report: Report): readonly Line[] {
  const untouched = report.instances.filter(isUntouched).map((instance) => instance.name);
  return [
    ...(untouched.length > 0 ? [[styled('green', 'In sync: '), untouched.join(', ')]] : []),
    ...unknownFolderLines(report),
  ];
}

function totalLines({ totals }: Report): readonly Line[] {
  if (totals.states.InSync === totals.instances)
    return [[`Nothing differs on ${plural(totals.instances, 'instance')}.`]];
  const { Blocked: blocked, Failed: failed, Suspended: suspended } = totals.states;
  const rest = [part(totals.held, 'held'), part(totals.counts.unknown, 'not comparable')];
  const gates = [part(blocked, 'blocked'), part(failed, 'failed'), part(suspended, 'suspended')];
  const keys = [`${plural(totals.changes, 'key')} to write`, ...rest]
    .filter((text) => text !== '')
    .join(', ');
  const states = gates.filter((text) => text !== '').join(', ');
  return [[`${plural(totals.instances, 'instance')}: ${keys}${states === '' ? '' : `; ${states}`}.`]];
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
