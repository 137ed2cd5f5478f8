import type { SecretReader } from '../../core/model/secret-recipients.ts';
import type { SecretScan, SecretsCheck } from '../../core/report/secrets-report.ts';
import { CLEAR_TEXT_HELP } from '../../core/source/scan/check-clear-text.ts';
import type { NewlySealed } from '../../engine/secrets/seal-secrets.ts';
import type { CliOptions } from '../command.ts';
import { plural } from './print-plan.ts';
import { type Line, type Screen, styled } from './screen.ts';
import { layoutTable } from './table.ts';

interface Where {
  readonly screen: Screen;
  readonly options: Pick<CliOptions, 'json'>;
}

export interface ShownRecipient extends SecretReader {
  readonly secrets: readonly string[];
}

export function toReaderJson({ kind, name }: SecretReader): Pick<SecretReader, 'kind' | 'name'> {
  return { kind, name };
}

/** `2 hosts (ember, frost) and 1 person (alice)`. */
export function readersText(readers: readonly SecretReader[]): string {
  const named = (kind: SecretReader['kind'], one: string, many: string) => {
    const names = readers.filter((reader) => reader.kind === kind).map(({ name }) => name);
    return names.length === 0
      ? []
      : [`${names.length} ${names.length === 1 ? one : many} (${names.join(', ')})`];
  };
  const parts = [...named('host', 'host', 'hosts'), ...named('person', 'person', 'people')];
  return parts.length === 0 ? 'nobody' : parts.join(' and ');
}

/** What `set` and `rotate` wrote. */
export function printSealed({ screen, options }: Where, sealed: readonly NewlySealed[]): void {
  if (options.json === true) {
    const secrets = sealed.map(({ name, file, readers }) => ({
      name,
      file,
      readers: readers.map(toReaderJson),
    }));
    screen.json({ secrets });
    return;
  }
  screen.print(...sealed.map(({ file, readers }) => [`${file} is encrypted for ${readersText(readers)}.`]), [
    `Commit ${sealed.length === 1 ? 'it' : 'them'}.`,
  ]);
}

export function printRecipients({ screen, options }: Where, recipients: readonly ShownRecipient[]): void {
  if (options.json === true) {
    screen.json({ recipients });
    return;
  }
  if (recipients.length === 0) {
    screen.print(['Nobody is listed yet. Begin with `homeamp secrets init`.']);
    return;
  }
  const rows = recipients.map(({ kind, name, key, secrets }) => [
    kind,
    name,
    plural(secrets.length, 'secret'),
    key,
  ]);
  screen.print(...layoutTable(['KIND', 'NAME', 'MAY READ', 'KEY'], rows, screen.width));
}

export function printCheck({ screen, options }: Where, check: SecretsCheck): void {
  if (options.json === true) {
    screen.json(check);
    return;
  }
  const rows = check.secrets.map(({ name, file, usedOn }) => [
    name,
    file === null ? 'on the hosts' : 'in the repository',
    usedOn.length === 0 ? '-' : usedOn.join(', '),
  ]);
  if (rows.length > 0) screen.print(...layoutTable(['SECRET', 'HELD', 'USED ON'], rows, screen.width));
  // The table says already who holds what.
  const told = check.findings.filter(({ isWrong, problem }) => isWrong || problem !== 'nowhere');
  for (const { isWrong, message, help } of told) {
    screen.print(
      [styled(isWrong ? 'red' : 'yellow', isWrong ? 'wrong' : 'note'), ` ${message}`],
      ['    ', help],
    );
  }
  const wrong = check.findings.filter(({ isWrong }) => isWrong).length;
  screen.print([
    wrong === 0 ? `${plural(rows.length, 'secret')}, nothing wrong.` : `${plural(wrong, 'thing')} to mend.`,
  ]);
}

export function printScan({ screen, options }: Where, scan: SecretScan): void {
  if (options.json === true) {
    screen.json(scan);
    return;
  }
  const found = scan.found.map(
    ({ file, line, kind }): Line => [
      styled('bold', `${file}:${line}`),
      ' ',
      styled('red', `holds ${kind} in clear`),
    ],
  );
  const allowed = scan.allowed.map(
    ({ file, line, kind, reason }): Line => [
      `${file}:${line} is allowed: it looks like ${kind}, but ${reason}`,
    ],
  );
  screen.print(
    ...found,
    ...allowed,
    ...(found.length === 0 ? [] : [['    ', styled('cyan', CLEAR_TEXT_HELP)]]),
  );
  const skipped =
    scan.skipped.length === 0
      ? ''
      : `; ${plural(scan.skipped.length, 'file')} that ${scan.skipped.length === 1 ? 'is' : 'are'} no text or too large`;
  screen.print([
    `Looked through ${plural(scan.files, 'file')}${skipped}: ${plural(scan.found.length, 'secret')} in clear.`,
  ]);
}
