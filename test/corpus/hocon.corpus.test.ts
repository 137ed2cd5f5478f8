import { join } from 'node:path';
import { formatByName } from '../../src/core/formats/index.ts';
import { describeCorpus } from './describe-corpus.ts';
import { oracleFolder, programOracle } from './oracle.ts';

const TYPESAFE_CONFIG = process.env['HOMEAMP_TYPESAFE_CONFIG'] ?? '/usr/share/java/typesafe-config.jar';

describeCorpus({
  format: formatByName('hocon'),
  endings: ['.conf'],
  oracle: () => programOracle('java', ['-cp', TYPESAFE_CONFIG, join(oracleFolder ?? '', 'HoconOracle.java')]),
  rounds: 20,
  onlyText: false,
});
