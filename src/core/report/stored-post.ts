import { withoutTicks } from './own-lines.ts';

/** One host's part of a post as it stands there. */
export interface StoredSection {
  readonly host: string;
  /** The first digits of the digest that its host gave. */
  readonly digest: string;
  /** Its cells in the table, joined; undefined when the table has no room for it. */
  readonly row: string | undefined;
  readonly body: string;
  readonly isQuiet: boolean;
}

// GitHub takes 65,536; whatever is longer was not written by us.
const READ_MAX = 70_000;
const DIGEST_LENGTH = 12;
const NAME = '[A-Za-z0-9_-]{1,64}';
const OPENS = new RegExp(
  `^<!-- homeamp:section (${NAME}) ([0-9A-Za-z]{1,${DIGEST_LENGTH}}) ([0-9a-f]{8}) -->$`,
);
const ROW = new RegExp(`^\\| \`(${NAME})\` \\| (.*) \\|$`);
const FOLDED = /^<!-- homeamp:(quiet|unlisted) ([A-Za-z0-9_= -]*) -->$/;
const ENTRY = new RegExp(`^(${NAME})=([0-9A-Za-z]{1,${DIGEST_LENGTH}})$`);

/** As much of a digest as a post keeps. */
export function shortDigest(digest: string): string {
  return digest.replace(/[^0-9A-Za-z]/g, '').slice(0, DIGEST_LENGTH) || '0';
}

/** A section with its heading, between its marks. A body that somebody edits otherwise than by a tick no longer fits its mark. */
export function sectionText({ host, digest, row, body }: StoredSection): string {
  const mark = `<!-- homeamp:section ${host} ${digest} ${checkOf(row ?? '', body)} -->`;
  const heading = body === '' ? '' : `\n### \`${host}\`\n\n${body}\n`;
  return `${mark}\n${heading}\n${endMark(host)}`;
}

export function rowText({ host, row }: StoredSection): string {
  return `| \`${host}\` | ${row ?? ''} |`;
}

/** Hosts and their digests on one line that nobody sees; empty without any. */
export function foldedText(kind: 'quiet' | 'unlisted', sections: readonly StoredSection[]): string {
  if (sections.length === 0) return '';
  return `<!-- homeamp:${kind} ${sections.map(entryText).join(' ')} -->`;
}

export function entryText({ host, digest }: StoredSection): string {
  return `${host}=${digest}`;
}

function endMark(host: string): string {
  return `<!-- homeamp:end ${host} -->`;
}

/**
 * Every whole section of a post, by host. People and other versions may have edited it: what can't be understood is
 * left out, and nothing is ever thrown.
 */
export function readSections(text: string): ReadonlyMap<string, StoredSection> {
  const lines = text.slice(0, READ_MAX).replaceAll('\r\n', '\n').split('\n');
  const found = new Map<string, StoredSection>();
  for (const section of [...readListed(lines), ...lines.flatMap(readFolded)]) {
    if (!found.has(section.host)) found.set(section.host, section);
  }
  return found;
}

function readListed(lines: readonly string[]): readonly StoredSection[] {
  const rows = new Map<string, string>();
  const sections: StoredSection[] = [];
  let openedAt: number | undefined;
  for (const [index, line] of lines.entries()) {
    const row = sections.length === 0 && openedAt === undefined ? ROW.exec(line) : null;
    if (row !== null) rows.set(row[1] ?? '', row[2] ?? '');
    else if (OPENS.test(line)) openedAt = index;
    else if (openedAt !== undefined && line.startsWith('<!-- homeamp:end ')) {
      const section = readSection(lines.slice(openedAt, index + 1), rows);
      if (section !== undefined) sections.push(section);
      openedAt = undefined;
    }
  }
  return sections;
}

function readSection(lines: readonly string[], rows: ReadonlyMap<string, string>): StoredSection | undefined {
  const [, host = '', digest = ''] = OPENS.exec(lines[0] ?? '') ?? [];
  const headed = lines[2] === `### \`${host}\``;
  const body = headed ? lines.slice(4, -2).join('\n') : '';
  const section: StoredSection = { host, digest, row: rows.get(host), body, isQuiet: false };
  return section.row !== undefined && lines.join('\n') === sectionText(section) ? section : undefined;
}

function readFolded(line: string): readonly StoredSection[] {
  const [, kind, entries = ''] = FOLDED.exec(line) ?? [];
  if (kind === undefined) return [];
  return entries.split(' ').flatMap((entry) => {
    const [, host, digest] = ENTRY.exec(entry) ?? [];
    if (host === undefined || digest === undefined) return [];
    return [{ host, digest, row: undefined, body: '', isQuiet: kind === 'quiet' }];
  });
}

/** FNV-1a over UTF-16 units: tells edits apart from what was written, and keeps nobody out. */
export function checkOf(row: string, body: string): string {
  let hash = 0x811c9dc5;
  const text = `${row}\n${withoutTicks(body)}`;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
