import type { InstanceId } from '../../core/model/instance.ts';
import type { DriftSectionInput, KeepAnswer } from '../../core/report/drift-section.ts';
import { leftDrift } from '../../core/report/group-changes.ts';
import type { InstanceReport } from '../../core/report/report.ts';
import { sha256 } from '../digest.ts';
import { jsonNote } from '../json-note.ts';
import type { AgentHost } from './agent-host.ts';

/** What became of the tick at an instance, for the drift that was shown then. */
export interface KeptTick {
  readonly instance: InstanceId;
  /** Of the box that was ticked. */
  readonly id: string;
  readonly answer: Exclude<KeepAnswer, { kind: 'offered' }>;
}

const ticks = jsonNote<readonly KeptTick[]>('drift/ticks');

export function readTicks({ notes }: Pick<AgentHost, 'notes'>): readonly KeptTick[] {
  return ticks.read(notes) ?? [];
}

export function writeTicks({ notes }: Pick<AgentHost, 'notes'>, kept: readonly KeptTick[]): void {
  ticks.write(notes, kept.length === 0 ? undefined : kept);
}

/** Names the drift of an instance as it is shown: another value, or one key more, is another box. */
export function boxIdOf(instance: InstanceReport): string {
  const shown = leftDrift(instance).map(({ plugin, file, key, live, desired }) => [
    plugin,
    file,
    key,
    live,
    desired,
  ]);
  return sha256(JSON.stringify([instance.id, shown])).slice(0, 12);
}

/** What the section about drift says besides the drift itself. */
export function keepAnswers(agent: AgentHost): Omit<DriftSectionInput, 'report'> {
  const known = new Map(readTicks(agent).map((tick) => [tick.instance, tick]));
  const branch = agent.branch.name();
  return {
    answerOf(instance) {
      if (!agent.takesTicks) return undefined;
      const id = boxIdOf(instance);
      const tick = known.get(instance.id);
      return tick?.id === id ? tick.answer : { kind: 'offered', id };
    },
    addressOf: (place) => (branch === undefined ? undefined : agent.forge.proposals.addressOf(branch, place)),
  };
}
