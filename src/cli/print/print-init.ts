import type { NewFleet } from '../../core/onramp/starter/new-fleet.ts';
import type { InitReport } from '../../core/report/init-report.ts';
import type { Collected } from '../onramp/collect-answers.ts';
import { plural } from './print-plan.ts';
import { type Line, styled } from './screen.ts';
import { shellWord } from './shell-word.ts';
import { layoutTable } from './table.ts';

export interface WrittenStart {
  readonly dir: string;
  readonly fleet: NewFleet;
  readonly collected: Collected;
  readonly files: readonly string[];
  /** Files that were there already and stayed. */
  readonly kept: readonly string[];
}

/** What was written, what is not certain, and the next steps as command lines. */
export function initLines(written: WrittenStart, width: number | undefined): readonly Line[] {
  const { dir, fleet, files, kept } = written;
  const { instances, sample, placed } = fleet;
  const rows = instances.map(({ id, platform, managed, stage, groups }) => [
    id,
    platform,
    managed ? (stage ?? '') : 'left alone',
    groups.join(' '),
    placed.includes(id) ? (sample?.plugin ?? '') : '',
  ]);
  return [
    ...layoutTable(['SERVER', 'PLATFORM', 'STAGE', 'GROUPS', 'SAMPLE'], rows, width),
    [],
    [
      'Wrote ',
      styled('bold', plural(files.length - kept.length, 'file')),
      ` ${dir === '.' ? 'to this folder' : `to ${dir}`}.`,
    ],
    ...(kept.length === 0 ? [] : [[`Kept as it was: ${kept.join(', ')}.`]]),
    [styled('green', 'Valid'), ': 0 errors, 0 warnings.'],
    ...notesOf(written).map((note): Line => [styled('yellow', 'Note: '), note]),
    [],
    ['Next:'],
    ...nextSteps(written).map((step): Line => [`  ${step}`]),
  ];
}

/** What `init --json` prints. */
export function reportInit(written: WrittenStart): InitReport {
  const { dir, fleet, files, kept } = written;
  return {
    dir,
    files,
    kept,
    hosts: fleet.hosts.map(({ name, address }) => ({ name, address: address ?? null })),
    instances: fleet.instances.map(({ id, platform, managed, stage, groups }) => ({
      id,
      platform,
      managed,
      stage: stage ?? null,
      groups,
    })),
    sample: fleet.sample === undefined ? null : { plugin: fleet.sample.plugin, instances: fleet.placed },
    notes: notesOf(written),
  };
}

function notesOf({ fleet, collected }: WrittenStart): readonly string[] {
  const { found } = collected;
  const names = new Set(fleet.instances.map(({ name }) => name));
  const [only, ...others] = fleet.approval.by;
  return [
    ...(collected.hasExamples
      ? [`no servers were found, so the two in fleet.yaml and the matrix are examples: put yours there.`]
      : []),
    ...(found?.servers ?? []).flatMap(({ name, doubt }) =>
      doubt === undefined || !names.has(name) ? [] : [`${name}: ${doubt}.`],
    ),
    ...(found?.passedOver ?? []).map(({ name, reason }) => `${name} was left out: ${reason}.`),
    ...(only !== undefined && others.length === 0 && !only.startsWith('@')
      ? [
          `${only} alone approves, and nobody approves their own change: name a second person under approval in fleet.yaml.`,
        ]
      : []),
    ...(found !== undefined && fleet.sample !== undefined
      ? [
          `the sample is on ${fleet.placed.join(', ')} alone: put an x into deployment-matrix.csv where else you want it.`,
        ]
      : []),
    ...(fleet.sample === undefined
      ? ['there is no sample for these platforms: write the first baseline yourself.']
      : []),
  ];
}

function nextSteps({ dir, fleet, collected }: WrittenStart): readonly string[] {
  const root = collected.ampRoot ?? '/home/amp/.ampdata/instances';
  const [first = '', ...others] = fleet.hosts.map(({ name }) => name);
  const host = others.length > 0 ? ` --host ${first}` : '';
  const whole = `homeamp import live --from ${first}=${shellWord(root)} --into ANOTHER-FOLDER`;
  return [
    ...(dir === '.' ? [] : [`cd ${shellWord(dir)}`]),
    'git init --initial-branch=main && git add --all && git commit --message "Begin with one baseline"',
    `homeamp plan --amp-root ${shellWord(root)}${host}`,
    'push it to GitHub and set the rules of the branch: branch-protection.md',
    'install the agent on each host: docs/install.md of homeamp',
    ...(collected.found === undefined ? [] : [`for all that the servers are set to now: ${whole}`]),
  ];
}
