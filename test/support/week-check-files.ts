import { STATE } from '../../src/stand-ins/amp/index.ts';
import type { Facts } from './week-facts.ts';
import type { Week } from './week-run.ts';
import { timeText } from './week-time.ts';

const NOBODY_SAVES: readonly number[] = [STATE.stopped, STATE.failed];

/** Files that homeamp wrote while a server could save over them, and files of homeamp's that a server saved over. */
export function checkFiles(week: Week, facts: Facts): readonly string[] {
  return [...writtenUnderServers(facts), ...changedUnderServers(week, facts), ...undone(week, facts)];
}

function writtenUnderServers({ writes, stateAt }: Facts): readonly string[] {
  // In the very moment of the write its start may be ordered already.
  const stateBefore = (instance: string, at: number) => stateAt(instance, at - 1);
  return writes
    .filter(({ instance, at, isLive }) => !isLive && !NOBODY_SAVES.includes(stateBefore(instance, at)))
    .map(
      ({ instance, at, files }) =>
        `${timeText(at)} ${instance}: homeamp wrote ${files.join(', ')} while the server was in state ${stateBefore(instance, at)}`,
    );
}

interface Place {
  readonly instance: string;
  readonly file: string;
  readonly at: number;
}

function changedUnderServers(week: Week, facts: Facts): readonly string[] {
  return week.fleet.instances.flatMap(({ name: instance }) =>
    facts
      .eventsOf(instance)
      .flatMap((event) => (event.kind === 'changed-while-running' ? [{ ...event, instance }] : []))
      .filter((place) => !isEdited(week, facts, place))
      .map(
        ({ at, file }) =>
          `${timeText(at)} ${instance}: ${file} was changed under the server, and by nobody's hand`,
      ),
  );
}

/** Only what somebody wrote by hand into a plugin's file may be lost to that plugin. */
function undone(week: Week, facts: Facts): readonly string[] {
  return week.fleet.instances.flatMap(({ name: instance }) =>
    facts
      .eventsOf(instance)
      .flatMap((event) => (event.kind === 'file-saved' && event.undid ? [{ ...event, instance }] : []))
      .filter((place) => !isEdited(week, facts, place) || isWritten(facts, place))
      .map(
        ({ at, file }) => `${timeText(at)} ${instance}: the server saved over ${file}, which homeamp wrote`,
      ),
  );
}

/** By hand, since the server has read it. */
function isEdited({ ledger }: Week, facts: Facts, { instance, file, at }: Place): boolean {
  const since = startBefore(facts, instance, at);
  return ledger.edits.some(
    (edit) => edit.instance === instance && edit.path === file && edit.at >= since && edit.at <= at,
  );
}

function isWritten(facts: Facts, { instance, file, at }: Place): boolean {
  const since = startBefore(facts, instance, at);
  return facts.writes.some(
    (write) =>
      write.instance === instance && write.files.includes(file) && write.at >= since && write.at <= at,
  );
}

/** The end of a process is told in its last moment, so that the moment before it counts. */
function startBefore({ runningSince }: Facts, instance: string, at: number): number {
  return runningSince(instance, at - 1) ?? at;
}
