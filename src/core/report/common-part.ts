import { checkOf, shortDigest } from './stored-post.ts';

/** What all hosts say alike, so that a post holds it once. */
export interface CommonPart {
  /**
   * Hex digits over what it is about and not over its words, so that hosts of different versions leave each other's as
   * it is.
   */
  readonly digest: string;
  /** Markdown; empty where there is nothing to say. */
  readonly body: string;
}

const OPENING = '<!-- homeamp:common ';
const OPENS = /^<!-- homeamp:common ([0-9A-Za-z]{1,12}) ([0-9a-f]{8}) -->$/;
const END = '<!-- homeamp:common-end -->';
const READ_MAX = 70_000;

/** The part between its marks; empty without one. A body that somebody edits no longer fits its mark. */
export function commonText({ digest, body }: CommonPart): string {
  if (body === '') return '';
  return `<!-- homeamp:common ${shortDigest(digest)} ${checkOf('', body)} -->\n\n${body}\n\n${END}`;
}

/** The part as it stands in a post; undefined where there is none, or it was edited. */
export function readCommon(text: string): CommonPart | undefined {
  if (!text.includes(OPENING)) return undefined;
  const lines = text.slice(0, READ_MAX).replaceAll('\r\n', '\n').split('\n');
  const start = lines.findIndex((line) => OPENS.test(line));
  const end = lines.indexOf(END, start);
  if (start === -1 || end === -1) return undefined;
  const digest = OPENS.exec(lines[start] ?? '')?.[1] ?? '';
  const part = { digest, body: lines.slice(start + 2, end - 1).join('\n') };
  return commonText(part) === lines.slice(start, end + 1).join('\n') ? part : undefined;
}
