import { MistakeError } from '../../core/model/errors.ts';
import type { EditedKey, LeftKey } from '../../core/onramp/adopt/edited-key.ts';
import type { AgentHost } from '../../engine/agent/agent-host.ts';
import { changeRepository, type RepositoryChange } from '../../engine/onramp/adopt/change-repository.ts';
import { type FoundEdits, findEdited } from '../../engine/onramp/adopt/find-edited.ts';
import { findReported } from '../../engine/onramp/adopt/find-reported.ts';
import { findUnowned } from '../../engine/onramp/adopt/find-unowned.ts';
import { type KeyProposal, proposeAdoption } from '../../engine/onramp/adopt/propose-adoption.ts';
import type { CliContext, CliReaders } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { type AdoptTarget, carryOut, openTarget, targetQuestion } from '../onramp/adopt-target.ts';
import { checkAdoptOptions } from '../onramp/check-adopt-options.ts';
import { askLayers, type ChosenLayers, takeLayers } from '../onramp/choose-layers.ts';
import { openForReading } from '../open-host.ts';
import { planHost } from '../plan-host.ts';
import { type AdoptionOutcome, adoptionJson, changeLines, leftLines } from '../print/print-adoption.ts';
import { createScreen, type Screen } from '../print/screen.ts';

/** Finds what was changed on servers, has it shown and decided, and brings what is kept into the repository. */
export async function runAdopt(context: CliContext, given: CliOptions): Promise<ExitCode> {
  checkAdoptOptions(context, given);
  const { host, close, options, agent } = await openForReading(context, given);
  try {
    // JSON on stdout stays whole.
    const screen = createScreen(context, options.json === true ? context.stderr : context.stdout, options);
    return await adopt({ context, options, host, agent, screen });
  } finally {
    await close();
  }
}

interface Session {
  readonly context: CliContext;
  readonly options: CliOptions;
  readonly host: CliReaders;
  readonly agent: AgentHost | undefined;
  readonly screen: Screen;
}

async function adopt(session: Session): Promise<ExitCode> {
  const { options } = session;
  const target = await openTarget(session.context, session);
  const { name, edited, left } = await find(session, target);
  const proposals = proposeAdoption(target.base.desired, { edited, reason: REASON });
  const layers = await decide(session, proposals);
  const change = await changeRepository(target.base, layers.chosen);
  const whole = { ...change, left: [...left, ...layers.left, ...change.left] };
  if (options.json !== true) show(session, whole, edited);
  const outcome = await finish(session, { target, name, change: whole, layers, edited });
  if (options.json === true) {
    createScreen(session.context, session.context.stdout, options).json(
      adoptionJson(name, whole, { proposals, outcome }),
    );
  }
  return exitOf(outcome.kind, whole.left);
}

const REASON = 'kept as it was changed on the server';

interface Found extends FoundEdits {
  /** The host whose servers were looked at. */
  readonly name: string;
}

async function find({ context, options, host, agent }: Session, { base }: AdoptTarget): Promise<Found> {
  const filter = { plugins: options.plugin ?? [], keys: options.key ?? [] };
  const { fromHost } = options;
  if (fromHost !== undefined) {
    if (agent === undefined) throw NO_REPORTS;
    const asked = { ...filter, host: fromHost, instances: options.instance ?? [] };
    return { name: fromHost, ...(await findReported(agent, base.desired, asked)) };
  }
  const made = await planHost(context, host, options, { conflicts: 'hold' });
  const found =
    options.newKeys === true
      ? await findUnowned(host, { made, filter, ref: options.revision })
      : findEdited(made.plan.instances, filter);
  return { name: made.plan.host, ...found };
}

const NO_REPORTS = new MistakeError(
  'what other hosts report is known to the agent of a host, and no settings of one are in force here',
  'Name the settings with --config instead of --repo and --amp-root.',
);

async function decide(
  { context, options }: Session,
  proposals: readonly KeyProposal[],
): Promise<ChosenLayers> {
  if (options.reject === true) return { chosen: [], left: [], rejected: proposals.map(({ key }) => key) };
  const { questions } = context;
  const layer = options.layer ?? (options.newKeys === true ? 'baseline' : undefined);
  const isAsked = options.yes !== true && options.dryRun !== true && layer === undefined;
  if (!isAsked || questions === undefined) return takeLayers(proposals, layer);
  return askLayers(questions, proposals);
}

const NOTHING_CHANGED = 'Nothing was changed on the servers that the repository asks for.';

function show({ screen, options }: Session, change: RepositoryChange, edited: readonly EditedKey[]): void {
  if (edited.length + change.left.length === 0) {
    screen.print([options.newKeys === true ? 'The repository owns all of these keys.' : NOTHING_CHANGED]);
  }
  screen.print(...changeLines(change, screen.width), ...leftLines(change.left));
}

interface Decided {
  readonly target: AdoptTarget;
  readonly name: string;
  readonly change: RepositoryChange;
  readonly layers: ChosenLayers;
  readonly edited: readonly EditedKey[];
}

async function finish(session: Session, decided: Decided): Promise<AdoptionOutcome> {
  const { options, screen } = session;
  const { change, target, layers } = decided;
  const commands = putBackCommands(layers.rejected);
  const none = { files: [], number: null, url: null, commands };
  if (commands.length > 0) tellPutBack(screen, decided, commands);
  if (change.files.size === 0) {
    if (change.kept.length > 0) screen.print(['The repository asks for these values already.']);
    return { ...none, kind: commands.length > 0 ? 'put-back' : 'nothing' };
  }
  if (options.dryRun === true) return { ...none, kind: 'shown' };
  if (!(await isAgreed(session, target))) {
    screen.print(['Nothing was changed.']);
    return { ...none, kind: 'declined' };
  }
  const { isNew, ...outcome } = await carryOut(target, decided.name, change);
  screen.print([doneText(outcome, isNew)]);
  return { ...outcome, commands };
}

async function isAgreed({ context, options }: Session, target: AdoptTarget): Promise<boolean> {
  return options.yes === true || context.ask === undefined || context.ask(targetQuestion(target));
}

function putBackCommands(rejected: readonly EditedKey[]): readonly string[] {
  const instances = [...new Set(rejected.map(({ instance }) => instance))];
  return instances.map((instance) => `homeamp apply --heal --instance ${instance}`);
}

/** An apply heals whole instances, so that what else was changed there is named. */
function tellPutBack(screen: Screen, { layers, edited }: Decided, commands: readonly string[]): void {
  screen.print(['Put back with:'], ...commands.map((command) => [`  ${command}`]));
  const instances = new Set(layers.rejected.map(({ instance }) => instance));
  const others = edited.filter((key) => instances.has(key.instance) && !layers.rejected.includes(key));
  if (others.length === 0) return;
  screen.print(['This puts back everything that was changed there, also what you keep: merge that first.']);
}

function doneText({ kind, files, number, url }: AdoptionOutcome, isNew: boolean): string {
  switch (kind) {
    case 'pull-request':
      return `Pull request #${number} ${isNew ? 'opened' : 'is open already'}: ${url}`;
    case 'written':
      return `Changed ${files.join(', ')}. Look at it with \`git diff\`, then commit it.`;
    case 'patch':
      return `Wrote ${files.join(', ')}. Take it over with \`git apply\` in a work tree.`;
    case 'nothing':
    case 'shown':
    case 'declined':
    case 'put-back':
      return '';
  }
}

function exitOf(kind: AdoptionOutcome['kind'], left: readonly LeftKey[]): ExitCode {
  const isOpen = kind === 'shown' || kind === 'declined' || kind === 'put-back';
  return isOpen || left.length > 0 ? EXIT.differs : EXIT.done;
}
