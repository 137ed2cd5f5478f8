import { matchesGlob } from '../../model/glob.ts';
import { isSensitiveKey } from '../../model/key-path.ts';
import type { DescribeOptions } from '../description.ts';
import type { KeyFinding } from './collect-guesses.ts';
import { type FleetTable, keyName, type Locus, mapColumns, valuesIn } from './fleet-table.ts';
import { findVolatileRule, plainName } from './volatile-keys.ts';

type LeftOut = Pick<KeyFinding, 'kind' | 'reason'>;

/** Takes out the keys that are a server's own business, by their looks or as the admin says. */
export function leaveOutKeys(
  table: FleetTable,
  { own, leave }: Pick<DescribeOptions, 'own' | 'leave'>,
): { readonly table: FleetTable; readonly findings: readonly KeyFinding[] } {
  const findings: KeyFinding[] = [];
  const left = mapColumns(table, (locus) => {
    const key = keyName(locus);
    const isTold = leave.some((glob) => matchesGlob(key, glob));
    if (!isTold && own.some((glob) => matchesGlob(key, glob))) return locus.column;
    const reason = isTold ? AS_TOLD : whyLeftOut(locus, table);
    if (reason === undefined) return locus.column;
    findings.push({ ...reason, subject: locus.baseline.seenAs, key });
    return undefined;
  });
  return { table: left, findings };
}

const AS_TOLD: LeftOut = { kind: 'left-as-told', reason: 'Left to the server, as you said' };

function whyLeftOut({ column }: Locus, { values }: FleetTable): LeftOut | undefined {
  const different = valuesIn(column.seen).map((value) => values.valueOf(value));
  const segments = column.path.flatMap((segment) => segment.split('.'));
  const name = plainName(segments.at(-1) ?? '');
  if (isSensitiveKey(column.id) && /pass(?:word|wd|phrase)?$|pwd$/.test(name)) {
    const hasNumber = different.some((value) => typeof value === 'bigint' || typeof value === 'number');
    if (hasNumber)
      return { kind: 'secret-not-text', reason: 'A secret is a text, and this password is a number' };
  }
  return findVolatileRule({ segments, name, values: different, differs: different.length > 1 });
}
