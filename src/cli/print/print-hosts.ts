import { type HostLook, isWell } from '../../core/report/host-look.ts';
import { type Line, type Span, styled } from './screen.ts';
import { layoutTable } from './table.ts';

export interface SeenHosts {
  readonly looks: readonly HostLook[];
  /** Of the host that looks. */
  readonly publicKey: string;
  readonly host: string;
  readonly now: number;
}

const HEAD = ['HOST', 'HEARD', 'VERSION', 'REVISION', 'INSTANCES', 'SIGNATURE'];

/** The hosts as a table, what to do about those that are not well, and this host's own key. */
export function hostsLines({ looks, publicKey, host, now }: SeenHosts, width: number | undefined) {
  const rows = looks.map((look) => rowOf(look, now));
  const own = looks.find(({ isSelf }) => isSelf);
  const lines: readonly Line[] = [...layoutTable(HEAD, rows, width), ...looks.flatMap(adviceOf)];
  if (own?.hasKey === true && own.signature === 'verified') return lines;
  return [...lines, [`For fleet.yaml, hosts.${host}.publicKey: `, styled('bold', publicKey)]];
}

function rowOf(look: HostLook, now: number): readonly Span[] {
  const { host, heartbeat, isSilent, hasKey, signature } = look;
  const age = heartbeat === null ? 'never' : ageText(now - heartbeat.at);
  const words = SIGNATURES[signature];
  return [
    host,
    isSilent ? styled('red', age) : age,
    heartbeat?.version ?? '',
    heartbeat?.revision?.slice(0, 12) ?? '',
    heartbeat === null ? '' : statesText(heartbeat.states, heartbeat.isOk),
    hasKey && signature !== 'verified' ? styled('red', words) : words,
  ];
}

const SIGNATURES: Readonly<Record<HostLook['signature'], string>> = {
  verified: 'verified',
  unsigned: 'unsigned',
  forged: 'forged',
  'unknown-key': 'unknown key',
  none: '',
};

function statesText(states: Readonly<Record<string, number>>, isOk: boolean): string {
  const counts = Object.entries(states).map(([state, count]) => `${count} ${state}`);
  return [...counts, ...(isOk ? [] : ['last pass failed'])].join(', ');
}

const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
] as const;

/** `3 min ago`. A clock that is behind the other makes it `just now`. */
function ageText(millis: number): string {
  const [size, unit] = UNITS.find(([length]) => millis >= length) ?? [0, ''];
  return size === 0 ? 'just now' : `${Math.floor(millis / size)} ${unit} ago`;
}

function adviceOf(look: HostLook): readonly Line[] {
  if (isWell(look)) return [];
  const { host, heartbeat, isSilent, isSelf, signature } = look;
  if (signature === 'forged' || !isSilent) {
    return [
      [
        `${host}: its heartbeat is not signed with the key in fleet.yaml. Look who writes to the store, and whether the host has a new key.`,
      ],
    ];
  }
  if (heartbeat !== null || isSelf)
    return [[`${host}: nothing was heard of it in time. Look whether its agent runs.`]];
  return [
    [
      `${host}: nothing was ever heard of it. Hosts hear of each other where they share a store: \`store\` in agent.yaml.`,
    ],
  ];
}
