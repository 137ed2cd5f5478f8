import { formatByName } from '../../src/core/formats/index.ts';
import { describeCorpus } from './describe-corpus.ts';
import { type Flat, functionOracle } from './oracle.ts';

function readByPattern(text: string): Flat {
  const lines = text.split(/\r?\n/).filter((line) => /^[^#=][^=]*=/.test(line));
  return new Map(
    lines.map((line) => {
      const [, key = '', value = ''] = /^([^=]*)=(.*)$/.exec(line) ?? [];
      return [key, `string ${JSON.stringify(value)}`];
    }),
  );
}

describeCorpus({
  format: formatByName('kvp'),
  endings: ['.kvp'],
  oracle: () => functionOracle(readByPattern),
  rounds: 0,
  onlyText: true,
});
