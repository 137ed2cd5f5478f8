import { type ParseError, parseTree, type Node as TreeNode } from 'jsonc-parser';
import { formatByName } from '../../src/core/formats/index.ts';
import type { ConfigValue } from '../../src/core/model/config-value.ts';
import { describeCorpus } from './describe-corpus.ts';
import { flatten, functionOracle } from './oracle.ts';

function readByJsoncParser(text: string) {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  if (root === undefined || errors.length > 0) throw new Error('not readable');
  return flatten(meaningOf(root, text));
}

function meaningOf(node: TreeNode, text: string): ConfigValue {
  const children = node.children ?? [];
  if (node.type === 'array') return children.map((child) => meaningOf(child, text));
  if (node.type === 'object') {
    return new Map(
      children.map((property) => {
        const [key, value] = property.children ?? [];
        return [`${key?.value}`, value === undefined ? null : meaningOf(value, text)];
      }),
    );
  }
  if (node.type !== 'number') return node.value as ConfigValue;
  const digits = text.slice(node.offset, node.offset + node.length);
  return /^-?\d+$/.test(digits) ? BigInt(digits) : Number(digits);
}

describeCorpus({
  format: formatByName('json'),
  endings: ['.json', '.json5'],
  oracle: () => functionOracle(readByJsoncParser),
  rounds: 20,
  onlyText: false,
});
