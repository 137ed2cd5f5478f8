import type { CourseReport } from '../../core/report/report.ts';
import { type Line, styled } from './screen.ts';
import { timeText } from './time-text.ts';

/** Which revision the agent of this host keeps to and how it came, and why newer commits wait. */
export function courseLines(course: CourseReport | null): readonly Line[] {
  return [
    ...acceptedLines(course?.accepted ?? null),
    ...stageLines(course?.stages ?? []),
    ...heldLines(course?.held ?? null),
  ];
}

function acceptedLines(accepted: CourseReport['accepted']): readonly Line[] {
  if (accepted === null) return [];
  const { revision, at, how, by, reason } = accepted;
  const isForced = how === 'break-glass';
  return [
    [
      styled(isForced ? 'red' : 'bold', `Revision ${revision.slice(0, 12)}`),
      ` since ${timeText(at)}: `,
      isForced ? styled('red', 'BREAK GLASS') : how.replaceAll('-', ' '),
      by.length === 0 ? '' : ` by ${by.join(', ')}`,
      reason === '' ? '.' : ` (${reason}).`,
    ],
  ];
}

/** How far this host is; when nothing is left to climb nobody has to be told. */
function stageLines(stages: CourseReport['stages']): readonly Line[] {
  if (stages.every(({ word }) => word === 'done')) return [];
  const words = stages.map(({ stage, word, until }) =>
    until === null ? `${stage} ${word}` : `${stage} ${word} until ${timeText(until)}`,
  );
  return [[styled('bold', 'Stages on this host'), `: ${words.join(', ')}.`]];
}

function heldLines(held: CourseReport['held']): readonly Line[] {
  if (held === null) return [];
  return [
    [styled('yellow', `Held at ${held.commit.slice(0, 12)}`), `: ${held.message}.`],
    [styled('cyan', held.help)],
  ];
}
