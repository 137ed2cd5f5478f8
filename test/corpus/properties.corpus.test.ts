import { join } from 'node:path';
import { formatByName } from '../../src/core/formats/index.ts';
import { describeCorpus } from './describe-corpus.ts';
import { type Flat, type Oracle, oracleFolder, programOracle } from './oracle.ts';

describeCorpus({
  format: formatByName('properties'),
  endings: ['.properties'],
  oracle: () => withoutMark(programOracle('java', [join(oracleFolder ?? '', 'PropsOracle.java')])),
  rounds: 20,
  onlyText: true,
});

/** Java takes a byte order mark for a part of the first line, which homeamp does on no account. */
function withoutMark(oracle: Oracle): Oracle {
  return (files) => {
    const unmark = (flat: Flat): Flat =>
      new Map(
        [...flat]
          .map(([id, value]) => [id.replace(/^\ufeff/, ''), value, id.startsWith('\ufeff')] as const)
          .filter(([id, , marked]) => !marked || !/^(?:$|[#!])/.test(id))
          .map(([id, value]) => [id, value] as const),
      );
    return new Map([...oracle(files)].map(([file, flat]) => [file, flat && unmark(flat)]));
  };
}
