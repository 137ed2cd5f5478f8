import { type CommonPart, commonText } from './common-part.ts';
import { listWords, plural } from './count-words.ts';
import { entryText, foldedText, rowText, type StoredSection, sectionText } from './stored-post.ts';

/** What posts of one kind have in common; constant. */
export interface PostKind {
  /** An HTML comment by which the post is found. */
  readonly marker: string;
  readonly title: string;
  /** Of the table, without the host's own. */
  readonly columns: readonly string[];
  /** Stands before the number of quiet hosts. */
  readonly quietText: string;
  readonly foot: string;
}

const POST_MAX = 60_000;
const NAMED_MAX = 40;
const LEFT_OUT =
  'The details find no room here beside those of other hosts; the host keeps them in its own report.';

/** What is shown of a post, sorted by host. */
interface Layout {
  readonly listed: readonly StoredSection[];
  readonly unlisted: readonly StoredSection[];
  readonly quiet: readonly StoredSection[];
  /** What all hosts say alike. */
  readonly common: string;
}

/** The text of a post, at most 60,000 characters. The same sections always give the same text, in whatever order. */
export function writePost(
  kind: PostKind,
  sections: readonly StoredSection[],
  common: CommonPart | undefined,
): string {
  const sorted = [...sections].sort((a, b) => (a.host < b.host ? -1 : 1));
  const layout: Layout = {
    listed: sorted.filter((section) => section.row !== undefined),
    unlisted: sorted.filter((section) => section.row === undefined && !section.isQuiet),
    quiet: sorted.filter((section) => section.isQuiet),
    common: common === undefined ? '' : commonText(common),
  };
  return postText(kind, shrinkMarks(kind, leaveOutRows(kind, leaveOutBodies(kind, layout))));
}

/** Longest first, so that as few as possible go. */
function leaveOutBodies(kind: PostKind, layout: Layout): Layout {
  let over = postText(kind, layout).length - POST_MAX;
  if (over <= 0) return layout;
  const left = new Set<string>();
  for (const { host, body } of bySize(layout.listed, (section) => section.body.length)) {
    if (over <= 0 || body.length <= LEFT_OUT.length) break;
    left.add(host);
    over -= body.length - LEFT_OUT.length;
  }
  const shorten = (section: StoredSection) =>
    left.has(section.host) ? { ...section, body: LEFT_OUT } : section;
  return { ...layout, listed: layout.listed.map(shorten) };
}

function leaveOutRows(kind: PostKind, layout: Layout): Layout {
  let now = layout;
  for (const section of bySize(layout.listed, gainWithout)) {
    if (postText(kind, now).length <= POST_MAX) break;
    const unlisted = { ...section, row: undefined, body: '' };
    now = {
      ...now,
      listed: now.listed.filter((other) => other !== section),
      unlisted: [...now.unlisted, unlisted].sort((a, b) => (a.host < b.host ? -1 : 1)),
    };
  }
  return now;
}

function gainWithout(section: StoredSection): number {
  return rowText(section).length + sectionText(section).length - entryText(section).length;
}

/** Beyond about a thousand hosts not even the marks find room: the last ones go, and their hosts write in vain. */
function shrinkMarks(kind: PostKind, layout: Layout): Layout {
  let now = layout;
  let over = postText(kind, now).length - POST_MAX;
  while (over > 0 && now.quiet.length + now.unlisted.length > 0) {
    now =
      now.quiet.length > 0
        ? { ...now, quiet: withoutLast(now.quiet, over) }
        : { ...now, unlisted: withoutLast(now.unlisted, over) };
    over = postText(kind, now).length - POST_MAX;
  }
  return now;
}

function withoutLast(sections: readonly StoredSection[], room: number): readonly StoredSection[] {
  let freed = 0;
  let count = sections.length;
  for (const section of sections.toReversed()) {
    if (freed >= room) break;
    freed += entryText(section).length + 1;
    count -= 1;
  }
  return sections.slice(0, count);
}

function bySize(
  sections: readonly StoredSection[],
  sizeOf: (section: StoredSection) => number,
): readonly StoredSection[] {
  return [...sections].sort((a, b) => sizeOf(b) - sizeOf(a) || (a.host < b.host ? -1 : 1));
}

function postText(kind: PostKind, { listed, unlisted, quiet, common }: Layout): string {
  const blocks = [
    `${kind.marker}\n## ${kind.title}`,
    tableText(kind, listed),
    unlisted.length === 0 ? '' : `There is no room here for ${plural(unlisted.length, 'more host')}.`,
    quiet.length === 0 ? '' : `${kind.quietText} on ${plural(quiet.length, 'host')}: ${namesOf(quiet)}.`,
    common,
    ...listed.map(sectionText),
    `---\n\n<sub>${kind.foot}</sub>`,
    foldedText('quiet', quiet),
    foldedText('unlisted', unlisted),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function tableText(kind: PostKind, listed: readonly StoredSection[]): string {
  if (listed.length === 0) return '';
  const columns = ['host', ...kind.columns];
  return [
    `| ${columns.join(' | ')} |`,
    `| ${columns.map(() => '---').join(' | ')} |`,
    ...listed.map(rowText),
  ].join('\n');
}

function namesOf(sections: readonly StoredSection[]): string {
  return listWords(
    sections.map(({ host }) => `\`${host}\``),
    NAMED_MAX,
  );
}
