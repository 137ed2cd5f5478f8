import { isSafeName, PLATFORMS, type Platform } from '../../model/instance.ts';

/** What a person said in one word or line, or why it can't be taken. */
export type Answer<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'wrong'; readonly reason: string };

export interface HostAnswer {
  readonly name: string;
  readonly address: string | undefined;
}

export interface ServerAnswer {
  /** Undefined = the first host. */
  readonly host: string | undefined;
  readonly name: string;
  readonly platform: Platform;
  readonly stage: string | undefined;
  readonly groups: readonly string[];
}

const NAME_RULE = 'a name is 1 to 64 letters, digits, `_` and `-`, beginning with a letter or digit';
const ADDRESS = /^[A-Za-z0-9](?:[A-Za-z0-9.:_-]{0,251}[A-Za-z0-9])?$/;
const LOGIN = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?$/;
const TEAM = /^@[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{1,100}$/;

/** `NAME` or `NAME=ADDRESS`. */
export function readHost(text: string): Answer<HostAnswer> {
  const [name = '', ...rest] = text.trim().split('=');
  const address = rest.length === 0 ? undefined : rest.join('=').trim();
  if (!isSafeName(name)) return wrong(name, NAME_RULE);
  if (address !== undefined && !ADDRESS.test(address)) {
    return wrong(address, 'an address is a name or a number such as 192.0.2.10, without a port or a path');
  }
  return { kind: 'read', value: { name, address } };
}

/** `NAME:PLATFORM`, with `HOST/` in front and `:STAGE` and `:GROUP,GROUP` behind where they are wanted. */
export function readServer(text: string): Answer<ServerAnswer> {
  const [place = '', platform = 'paper', stage = '', groups = '', ...more] = text.trim().split(':');
  const slash = place.indexOf('/');
  const host = slash === -1 ? undefined : place.slice(0, slash);
  const name = place.slice(slash + 1);
  const listed = groups === '' ? [] : groups.split(',').map((group) => group.trim());
  if (more.length > 0) return wrong(text, 'a server reads NAME:PLATFORM:STAGE:GROUP,GROUP');
  for (const word of [
    name,
    ...listed,
    ...(host === undefined ? [] : [host]),
    ...(stage === '' ? [] : [stage]),
  ])
    if (!isSafeName(word)) return wrong(word, NAME_RULE);
  if (!isPlatform(platform)) return wrong(platform, `a platform is one of ${PLATFORMS.join(', ')}`);
  const value = { host, name, platform, stage: stage === '' ? undefined : stage, groups: listed };
  return { kind: 'read', value };
}

/** The name of a stage or a group. */
export function readName(text: string): Answer<string> {
  const name = text.trim();
  return isSafeName(name) ? { kind: 'read', value: name } : wrong(name, NAME_RULE);
}

/** A login or `@org/team`; `none` gives undefined: nobody else has to approve. */
export function readApprover(text: string): Answer<string | undefined> {
  const trimmed = text.trim();
  const word = trimmed.includes('/') ? trimmed : trimmed.replace(/^@/, '');
  if (word.toLowerCase() === 'none') return { kind: 'read', value: undefined };
  if (LOGIN.test(word) || TEAM.test(word)) return { kind: 'read', value: word };
  return wrong(word, 'write a GitHub login, or a team as @org/team');
}

function isPlatform(word: string): word is Platform {
  return (PLATFORMS as readonly string[]).includes(word);
}

function wrong(word: string, rule: string): Answer<never> {
  return { kind: 'wrong', reason: `${JSON.stringify(word)} can't be used: ${rule}` };
}

/** All of several, or every reason. */
export function readAll<T>(
  words: readonly string[],
  read: (word: string) => Answer<T>,
): { readonly values: readonly T[]; readonly reasons: readonly string[] } {
  const answers = words.map(read);
  return {
    values: answers.flatMap((answer) => (answer.kind === 'read' ? [answer.value] : [])),
    reasons: answers.flatMap((answer) => (answer.kind === 'wrong' ? [answer.reason] : [])),
  };
}

/** The words of a line, between commas and blanks. */
export function wordsOf(line: string): readonly string[] {
  return line.split(/[\s,]+/).filter((word) => word !== '');
}
