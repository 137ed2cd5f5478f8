import type { InstanceReport, Report } from '../../core/report/report.ts';
import { plural, STATE_STYLES } from './print-plan.ts';
import { type Line, type Screen, styled } from './screen.ts';

/** Tells what an apply did: by instance, what is left, how servers come to use it, and how to undo it. */
export function printOutcome(screen: Screen, report: Report): void {
  const told = report.instances.filter(
    ({ outcome, state }) => outcome?.kind !== 'unchanged' || state !== 'InSync',
  );
  screen.print(...told.flatMap(outcomeLines));
  const applied = report.instances.filter(({ outcome }) => outcome?.kind === 'applied');
  const runs = [...new Set(applied.map(({ outcome }) => outcome?.id?.replace(/\.\d+$/, '') ?? ''))];
  const keys = applied.reduce((sum, { outcome }) => sum + (outcome?.keys ?? 0), 0);
  if (applied.length === 0) screen.print(['Nothing was written.']);
  else {
    screen.print(
      [
        styled('green', 'Applied'),
        `: ${plural(keys, 'key')} on ${plural(applied.length, 'instance')}, run ${runs.join(', ')}.`,
      ],
      ...runs.map((run): Line => [`To undo it: homeamp rollback ${run}`]),
    );
  }
}

function outcomeLines(instance: InstanceReport): readonly Line[] {
  const { name, outcome, state } = instance;
  if (outcome === null) return [];
  switch (outcome.kind) {
    case 'applied':
      return [
        [
          styled('bold', name),
          '  ',
          styled('green', 'applied'),
          `  ${plural(outcome.keys, 'key')} in ${plural(outcome.files, 'file')}, as ${outcome.id ?? ''}`,
        ],
        ...activationLines(instance),
        ...leftLines(instance),
      ];
    case 'skipped':
      return [[styled('bold', name), '  ', styled('yellow', 'not reached')]];
    case 'unchanged':
    case 'blocked':
    case 'failed':
      return [
        [
          styled('bold', name),
          '  ',
          styled(STATE_STYLES[state], state === 'Suspended' ? 'left alone' : outcome.kind),
          `  ${instance.reason?.message ?? ''}`,
        ],
        ...(instance.reason === null ? [] : [['    ', styled('cyan', instance.reason.help)]]),
      ];
  }
}

function activationLines({ activation, state }: InstanceReport): readonly Line[] {
  const when = state === 'AppliedNotLoaded' ? 'The server runs with the old values' : 'If the server runs';
  switch (activation.kind) {
    case 'none':
      return [];
    case 'reload':
      return [[`    ${when}: type in its console `, activation.commands.join(', ')]];
    case 'restart':
      return [[`    ${when}: restart it, because of `, activation.causes.join(', ')]];
  }
}

function leftLines({ state, reason }: InstanceReport): readonly Line[] {
  if (reason === null || state === 'AppliedNotLoaded') return [];
  return [
    ['    ', styled('yellow', 'left: '), reason.message],
    ['    ', styled('cyan', reason.help)],
  ];
}
