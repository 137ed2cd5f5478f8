import { readAccepted } from '../../engine/agent/accepted-revision.ts';
import type { AgentHost } from '../../engine/agent/agent-host.ts';
import { readHeld } from '../../engine/agent/held-note.ts';
import { type Line, styled } from './screen.ts';
import { timeText } from './time-text.ts';

/** Which revision the agent of this host keeps to and how it came, and why newer commits wait. */
export function courseLines({ notes }: Pick<AgentHost, 'notes'>): readonly Line[] {
  const accepted = readAccepted(notes);
  const held = readHeld(notes);
  return [
    ...(accepted === undefined
      ? []
      : [
          [
            styled(accepted.how === 'break-glass' ? 'red' : 'bold', `Revision ${accepted.sha.slice(0, 12)}`),
            ` since ${timeText(accepted.at)}: ${HOW[accepted.how]}`,
            accepted.by.length === 0 ? '' : ` by ${accepted.by.join(', ')}`,
            accepted.reason === '' ? '.' : ` (${accepted.reason}).`,
          ],
        ]),
    ...(held === undefined
      ? []
      : [
          [styled('yellow', `Held at ${held.commit.slice(0, 12)}`), `: ${held.reason.message}.`],
          [styled('cyan', held.reason.help)],
        ]),
  ];
}

const HOW = {
  reviewed: 'reviewed',
  signed: 'signed',
  'no-approval-needed': 'no approval needed',
  'nothing-changed': 'as before',
  first: 'taken as found at the first start',
  order: 'ordered',
  'break-glass': 'BREAK GLASS',
} as const;
