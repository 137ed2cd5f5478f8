import { describeAgeFile } from '../../model/age-file.ts';
import type { SourcePlace } from '../../model/issue.ts';
import { isSecretName } from '../../model/secret-name.ts';
import {
  type RepositorySecrets,
  readersOf,
  type SealedSecret,
  type SecretRecipients,
} from '../../model/secret-recipients.ts';
import { decodeText } from '../decode-text.ts';
import { quoteName, type ReportIssue } from '../report-issue.ts';
import { parseRecipients } from './parse-recipients.ts';

/** Where the repository keeps its secrets, below `desired-state/`. */
export const SECRETS_FOLDER = 'desired-state/secrets/';
export const RECIPIENTS_FILE = `${SECRETS_FOLDER}recipients.yaml`;

interface SecretFiles {
  /** Every file of `secrets/` by its path in the repository. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** As in `parseRecipients`. */
  readonly hosts: readonly string[] | undefined;
}

/** Reads the encrypted secrets and for whom they are. Nothing is opened here, so only their outside is checked. */
export function readSecrets({ files, hosts }: SecretFiles, report: ReportIssue): RepositorySecrets {
  const sealed = new Map<string, SealedSecret>();
  for (const [file, bytes] of files) {
    const name = file.slice(SECRETS_FOLDER.length, -'.age'.length);
    if (file.endsWith('.age') && checkName(file, name, report)) sealed.set(name, { file, bytes });
  }
  const recipients = readRecipients({ files, hosts }, [...sealed.keys()], report);
  for (const [name, secret] of sealed) checkSecret(name, secret, { recipients, report });
  return { recipients, sealed };
}

function checkName(file: string, name: string, report: ReportIssue): boolean {
  if (isSecretName(name)) return true;
  const help = 'Use letters, digits, `_` and `-`, at most 64 of them.';
  report('unsafe-name', whole(file), `${quoteName(name)} is no name for a secret.`, help);
  return false;
}

interface SecretContext {
  readonly recipients: SecretRecipients | undefined;
  readonly report: ReportIssue;
}

/** Only warns: what can't be opened holds the keys that use it, and nothing else. */
function checkSecret(
  name: string,
  { file, bytes }: SealedSecret,
  { recipients, report }: SecretContext,
): void {
  const facts = describeAgeFile(bytes);
  if (facts.kind === 'unusable') {
    const help = `Write it anew: \`homeamp secrets set ${name}\`.`;
    report('bad-secret-file', whole(file), `The file can’t be opened: ${facts.reason}.`, help);
    return;
  }
  // An age file does not say whose its keys are, only how many.
  const wanted = recipients === undefined ? facts.recipients : readersOf(recipients, name).length;
  if (facts.recipients === wanted) return;
  const message = `${quoteName(name)} is encrypted for ${facts.recipients} keys, and ${wanted} may read it.`;
  const help = `Encrypt it anew: \`homeamp secrets rotate ${name}\`.`;
  report('stale-recipients', whole(file), message, help);
}

function readRecipients(
  { files, hosts }: SecretFiles,
  secrets: readonly string[],
  report: ReportIssue,
): SecretRecipients | undefined {
  const bytes = files.get(RECIPIENTS_FILE);
  if (bytes === undefined) {
    if (secrets.length > 0) {
      const help = 'List them: `homeamp secrets recipients add NAME age1…`.';
      const message = 'Nothing says for whom the secrets are encrypted.';
      report('missing-recipients', whole(RECIPIENTS_FILE), message, help);
    }
    return undefined;
  }
  const text = decodeText(RECIPIENTS_FILE, bytes, report);
  return text === undefined
    ? undefined
    : parseRecipients({ file: RECIPIENTS_FILE, text }, { hosts, secrets, report });
}

function whole(file: string): SourcePlace {
  return { file, line: 0, column: 0 };
}
