import { type CommonPart, readCommon } from './common-part.ts';
import { guardBody, guardCell } from './guard-markdown.ts';
import { tickedBoxes } from './own-lines.ts';
import { readSections, type StoredSection, shortDigest } from './stored-post.ts';
import { type PostKind, writePost } from './write-post.ts';

export type { PostKind } from './write-post.ts';

/** What one host has to say in a text that all hosts of a fleet share. */
export interface PostSection {
  /** A safe name: letters, digits, `_` and `-`. */
  readonly host: string;
  /** Cells of the table, in Markdown, without the host's own. */
  readonly row: readonly string[];
  /** Markdown below the table; empty for none. */
  readonly body: string;
  /** Nothing to tell: the host is only counted and named. */
  readonly isQuiet: boolean;
  /** Hex digits over row and body, by which the host knows its section again. */
  readonly digest: string;
}

/** The comment on a pull request. */
export const PULL_POST: PostKind = {
  marker: '<!-- homeamp:pull -->',
  title: 'What this pull request does to the servers',
  columns: ['changes', 'players feel', 'plan'],
  quietText: 'Nothing to do',
  foot: 'Each host keeps its own part of this comment current; what others write here is lost.',
};

/** The issue about values that were edited on servers. */
export const DRIFT_POST: PostKind = {
  marker: '<!-- homeamp:drift -->',
  title: 'Values that were edited on the servers',
  columns: ['edited', 'where'],
  quietText: 'No drift',
  foot: 'Each host keeps its own part of this issue current; it closes by itself once no host sees drift.',
};

/**
 * The post with this host's section in place of its older one; other hosts' sections stay, hosts are sorted. At most
 * 60,000 characters: bodies, then rows, that find no room are left out and counted. Other text is dropped. What all
 * hosts say alike is replaced when it is about something else; undefined leaves it as it is.
 */
export function putSection(
  kind: PostKind,
  body: string | undefined,
  section: PostSection,
  common?: CommonPart,
): string {
  const sections = new Map(read(kind, body ?? ''));
  sections.set(section.host, storedOf(kind, section));
  const known = readCommonOf(kind, body ?? '');
  const isKept = common === undefined || (known !== undefined && hasCommon(kind, body ?? '', common));
  const part = isKept ? known : { ...common, body: guardBody(common.body) };
  return writePost(kind, [...sections.values()].map(guarded), part);
}

/** True when the post holds what all hosts say alike about the same, in whatever words. */
export function hasCommon(kind: PostKind, body: string, common: CommonPart): boolean {
  const known = readCommonOf(kind, body);
  return common.body === '' ? known === undefined : known?.digest === shortDigest(common.digest);
}

function readCommonOf(kind: PostKind, body: string): CommonPart | undefined {
  return body.includes(kind.marker) ? readCommon(body) : undefined;
}

/** True when the post holds this very section, be it shortened for room; false when somebody edited it since, or ticked a box in it. */
export function hasSection(kind: PostKind, body: string, section: PostSection): boolean {
  const stored = read(kind, body).get(section.host);
  if (stored === undefined || tickedBoxes(stored.body).length > 0) return false;
  return stored.digest === shortDigest(section.digest) && stored.isQuiet === section.isQuiet;
}

/** The ids of the boxes that somebody ticked in a host's section; none in a section that was edited otherwise. */
export function ticksOf(kind: PostKind, body: string, host: string): readonly string[] {
  return tickedBoxes(read(kind, body).get(host)?.body ?? '');
}

/** Hosts that have a section, quiet ones too, sorted. */
export function hostsOf(kind: PostKind, body: string): readonly string[] {
  return [...read(kind, body).keys()].sort();
}

/** True when no host has anything to tell. */
export function isEmptyPost(kind: PostKind, body: string): boolean {
  return [...read(kind, body).values()].every((section) => section.isQuiet);
}

function read(kind: PostKind, body: string): ReadonlyMap<string, StoredSection> {
  return body.includes(kind.marker) ? readSections(body) : new Map();
}

function storedOf(kind: PostKind, { host, row, body, isQuiet, digest }: PostSection): StoredSection {
  const short = { host, digest: shortDigest(digest), isQuiet };
  if (isQuiet) return { ...short, row: undefined, body: '' };
  return { ...short, row: kind.columns.map((_, index) => guardCell(row[index] ?? '')).join(' | '), body };
}

function guarded(section: StoredSection): StoredSection {
  return { ...section, body: guardBody(section.body) };
}
