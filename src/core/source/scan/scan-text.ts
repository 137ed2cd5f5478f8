import { findCredential, findSecret } from '../../model/find-secret.ts';
import { findReservedCharacter, markReferences } from '../../model/variable-reference.ts';

/** A secret in clear, told without its value. */
export interface ClearSecret {
  /** From 1. */
  readonly line: number;
  /** What it is, after "holds": `a GitHub token`. */
  readonly kind: string;
  /** Why somebody says that it is none; undefined where nobody does, or nobody can. */
  readonly allowed: string | undefined;
}

/** Longer lines are read up to here: nobody writes a password by hand beyond it. */
const LONGEST_LINE = 8192;

/**
 * Looks through any text, line by line: for credentials by their own form, and for values that look like a password
 * beside a name that says so. In program code only quoted values count, since the rest are names of variables.
 */
export function scanText(file: string, text: string): readonly ClearSecret[] {
  const isCode = CODE.test(file);
  const marked = findReservedCharacter(text) === -1 ? markReferences(text) : text;
  // Most texts hold none, and looking at all of a text at once is quick.
  const holdsCredential = findCredential(marked) !== undefined;
  return marked.split(/\r?\n/).flatMap((line, index) => {
    const mayHold = holdsCredential || line.includes('://');
    if (!mayHold && !SECRET_WORD.test(line)) return [];
    const kind = secretOfLine(line.slice(0, LONGEST_LINE), isCode);
    return kind === undefined ? [] : [{ line: index + 1, kind, allowed: allowedReason(line) }];
  });
}

/** Every name of a secret has one of these in it. */
const SECRET_WORD = /pass|pwd|secret|token|key|credential|webhook|dsn/i;
const CODE = /\.(?:[cm]?[jt]sx?|py|java|kt|go|rs|c|h|cc|cpp|cs|rb|php|css|scss|html?|lua)$/i;

function secretOfLine(line: string, isCode: boolean): string | undefined {
  const credential = findCredential(line);
  if (credential !== undefined) return credential;
  for (const [, name = '', double, single, back, bare] of line.matchAll(ASSIGNMENT)) {
    const value = double ?? single ?? back ?? (isCode ? undefined : bare);
    if (value !== undefined && isPassword(name, value)) return PASSWORD;
  }
  return undefined;
}

const PASSWORD = 'what looks like a password';
const ASSIGNMENT =
  /(?<![A-Za-z0-9_.-])["'`]?([A-Za-z0-9_.-]{0,60}(?:pass|pwd|secret|token|key|credential|webhook|dsn)[A-Za-z0-9_.-]{0,40})["'`]?[ \t]{0,8}[:=][ \t]{0,8}(?:"([^"]{1,256})"|'([^']{1,256})'|`([^`]{1,256})`|([^\s"'`,;|()[\]{}<>]{1,256})(?=[\s"'`,;|)\]}]|$))/gi;

/** True for a value under a secret's name that is neither a word, a number, a path nor an address. */
function isPassword(name: string, value: string): boolean {
  if (findSecret(name, value) === undefined || value.length < 6) return false;
  if (!/[A-Za-z]/.test(value) || !/[0-9]/.test(value)) return false;
  return !/\$\{|^(?:[./~]|[A-Za-z]:\\|(?:[A-Za-z0-9]+:)+\/\/|v?[0-9]+(?:\.[0-9]+)+)/.test(value);
}

/**
 * The reason beside `homeamp:allow-secret` on the same line. The private half of a key that opens secrets can't be
 * allowed.
 */
function allowedReason(line: string): string | undefined {
  if (/AGE-SECRET-KEY-/.test(line)) return undefined;
  return /homeamp:allow-secret[ \t]+([^\s*/>#-][^\n]{2,200})/
    .exec(line)?.[1]
    ?.replace(/\s*(?:-->|\*\/|#\})\s*$/, '');
}
