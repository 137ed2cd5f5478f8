import { type CommitSha, parseCommitSha } from '../../core/model/revision.ts';

const MAX_SUBJECT = 200;
const MAX_EMAIL = 254;
const UNSAFE_TO_SHOW = /[\p{Cc}\p{Bidi_Control}]/gu;

/** What homeamp takes from a raw commit; every text is cut short and safe to show. */
export interface CommitText {
  readonly parents: readonly CommitSha[];
  readonly authorEmail: string;
  readonly subject: string;
  /** True when it carries a signature, good or not. */
  readonly isSigned: boolean;
}

/** Reads the bytes of a commit object. */
export function parseCommit(bytes: Buffer): CommitText {
  const text = bytes.toString('utf8');
  const end = text.indexOf('\n\n');
  const lines = (end < 0 ? text : text.slice(0, end)).split('\n');
  const fieldOf = (key: string): string | undefined =>
    lines.find((line) => line.startsWith(`${key} `))?.slice(key.length + 1);
  const parents = lines
    .filter((line) => line.startsWith('parent '))
    .map((line) => parseCommitSha(line.slice('parent '.length)));
  return {
    parents: parents.filter((sha) => sha !== undefined),
    authorEmail: emailOf(fieldOf('author') ?? ''),
    subject: subjectOf(bytes),
    isSigned: fieldOf('gpgsig') !== undefined || fieldOf('gpgsig-sha256') !== undefined,
  };
}

/** The first line of a commit's message. */
export function subjectOf(commit: Buffer): string {
  const text = commit.toString('utf8');
  const start = text.indexOf('\n\n');
  const lines = start < 0 ? [] : text.slice(start + 2).split('\n');
  const subject = lines.find((line) => line.trim() !== '') ?? '';
  return showText(subject.trim(), MAX_SUBJECT);
}

/** Text of people without characters that could mislead, cut to a length. */
export function showText(text: string, maxLength: number): string {
  return text.replace(UNSAFE_TO_SHOW, '').slice(0, maxLength);
}

function emailOf(author: string): string {
  const start = author.indexOf('<');
  const end = author.indexOf('>', start);
  return start < 0 || end < 0 ? '' : showText(author.slice(start + 1, end), MAX_EMAIL);
}
