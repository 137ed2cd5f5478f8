import { type ScalarNode, TAG_PREFIX, type YamlNode } from './nodes.ts';

/** What a scalar is; `unknown` is a tag that no plain loader has a rule for. */
export type ScalarTag =
  | 'str'
  | 'null'
  | 'bool'
  | 'int'
  | 'float'
  | 'timestamp'
  | 'binary'
  | 'merge'
  | 'yaml'
  | 'unknown';

const MAX_NUMBER_LENGTH = 1024;
const MAX_TIMESTAMP_LENGTH = 50;

const INT =
  /^(?:[-+]?0b_*[0-1][0-1_]*|[-+]?0_*[0-7][0-7_]*|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x_*[0-9a-fA-F][0-9a-fA-F_]*|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+|[-+]?\.[0-9_]+(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const TIMESTAMP =
  /^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9][0-9]?-[0-9][0-9]?(?:[Tt]|[ \t]+)[0-9][0-9]?:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9][0-9]?(?::[0-9]{2})?))?)$/;

const BOOLEANS: ReadonlySet<string> = new Set(
  ['yes', 'no', 'true', 'false', 'on', 'off'].flatMap((word) => [
    word,
    `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`,
    word.toUpperCase(),
  ]),
);
const NULLS: ReadonlySet<string> = new Set(['~', 'null', 'Null', 'NULL']);

/** What a plain text without a tag is, by its first character and then its whole form. */
export function implicitTag(text: string): ScalarTag {
  if (text === '') return 'null';
  const code = text.charCodeAt(0);
  if (code >= 48 && code <= 57) return numberTag(text, true);
  switch (code) {
    case 43: // +
    case 45: // -
    case 46: // .
      return numberTag(text, false);
    case 60: // <
      return text === '<<' ? 'merge' : 'str';
    case 33: // !
    case 38: // &
    case 42: // *
      return text.length === 1 ? 'yaml' : 'str';
    case 78: // N
    case 110: // n
    case 126: // ~
      if (NULLS.has(text)) return 'null';
      return BOOLEANS.has(text) ? 'bool' : 'str';
    case 70: // F
    case 79: // O
    case 84: // T
    case 89: // Y
    case 102: // f
    case 111: // o
    case 116: // t
    case 121: // y
      return text.length <= 5 && BOOLEANS.has(text) ? 'bool' : 'str';
  }
  return 'str';
}

function numberTag(text: string, startsWithDigit: boolean): ScalarTag {
  if (text.length <= MAX_NUMBER_LENGTH) {
    if (text.charCodeAt(0) !== 46 && INT.test(text)) return 'int';
    if (FLOAT.test(text)) return 'float';
  }
  return startsWithDigit && text.length <= MAX_TIMESTAMP_LENGTH && TIMESTAMP.test(text) ? 'timestamp' : 'str';
}

const TAGS: ReadonlyMap<string, ScalarTag> = new Map(
  (['str', 'null', 'bool', 'int', 'float', 'timestamp', 'binary', 'merge'] as const).map((tag) => [
    TAG_PREFIX + tag,
    tag,
  ]),
);

/** What a scalar is by its tag, or by its form where it has none. A lone `!` asks for the form even in quotes. */
export function scalarTag(node: ScalarNode): ScalarTag {
  if (node.tag === undefined) return node.style === 'plain' ? implicitTag(node.text) : 'str';
  if (node.tag === '!') return implicitTag(node.text);
  return TAGS.get(node.tag) ?? 'unknown';
}

/** True for a `<<` that pulls in the keys of another map. */
export function isMergeKey(node: YamlNode): boolean {
  if (node.tag !== undefined && node.tag !== '!') return node.tag === `${TAG_PREFIX}merge`;
  return node.kind === 'scalar' && node.text === '<<' && scalarTag(node) === 'merge';
}
