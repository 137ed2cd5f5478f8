import { join } from 'node:path';
import { formatByName } from '../../src/core/formats/index.ts';
import { describeCorpus } from './describe-corpus.ts';
import { oracleFolder, programOracle } from './oracle.ts';

describeCorpus({
  format: formatByName('toml'),
  endings: ['.toml'],
  oracle: () => programOracle('python3', [join(oracleFolder ?? '', 'TomlOracle.py')]),
  rounds: 20,
  onlyText: false,
});
