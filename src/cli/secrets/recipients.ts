import { isAgeRecipient } from '../../core/model/age-key.ts';
import { MistakeError } from '../../core/model/errors.ts';
import { isSafeName } from '../../core/model/instance.ts';
import { readersOf } from '../../core/model/secret-recipients.ts';
import { editRecipients, type RecipientEdit } from '../../core/source/secrets/edit-recipients.ts';
import { RECIPIENTS_FILE } from '../../core/source/secrets/read-secrets.ts';
import { suggestName } from '../../core/source/suggest-name.ts';
import type { WrittenSecrets } from '../../engine/secrets/read-written-secrets.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { printRecipients, type ShownRecipient } from '../print/print-secrets.ts';
import { writeWorkFiles } from '../write-work-files.ts';
import { assertOperands, type SecretsCall } from './secrets-call.ts';
import { openWorkTree, type WorkTree } from './work-tree.ts';

const VERBS = ['list', 'add', 'remove'];

/** `secrets recipients list`, `add NAME KEY` and `remove NAME`. */
export async function keepRecipients(call: SecretsCall): Promise<ExitCode> {
  const [verb = 'list', ...operands] = call.operands;
  if (!VERBS.includes(verb)) {
    throw new MistakeError(
      `recipients can't ${verb}.${suggestName(verb, VERBS)}`,
      'Run `homeamp secrets recipients` with list, add or remove.',
    );
  }
  const tree = await openWorkTree(call.context, call.options);
  if (verb === 'add') add(call, tree, operands);
  else if (verb === 'remove') remove(call, tree, operands);
  else assertOperands(operands, { least: 0, most: 0, usage: 'recipients list' });
  const { written } = verb === 'list' ? tree : await openWorkTree(call.context, call.options);
  if (verb === 'list' || call.options.json === true) printRecipients(call, shownRecipients(written));
  return EXIT.done;
}

function shownRecipients({ recipients, sealed }: WrittenSecrets): readonly ShownRecipient[] {
  const readable = new Map([...sealed.keys()].map((secret) => [secret, readersOf(recipients, secret)]));
  const secretsOf = (key: string) =>
    [...readable]
      .filter(([, readers]) => readers.some((reader) => reader.key === key))
      .map(([secret]) => secret);
  return [
    ...[...recipients.hosts].map(
      ([name, key]) => ({ kind: 'host', name, key, secrets: secretsOf(key) }) as const,
    ),
    ...[...recipients.people].map(
      ([name, key]) => ({ kind: 'person', name, key, secrets: secretsOf(key) }) as const,
    ),
  ];
}

function add({ screen, options }: SecretsCall, tree: WorkTree, operands: readonly string[]): void {
  assertOperands(operands, { least: 2, most: 2, usage: 'recipients add NAME age1…' });
  const [name = '', key = ''] = operands;
  const section = tree.written.fleet?.hosts.has(name) === true ? 'hosts' : 'people';
  addRecipient(tree, { section, name, key });
  if (options.json === true) return;
  screen.print(
    [`${name} is listed as a ${section === 'hosts' ? 'host' : 'person'} in ${RECIPIENTS_FILE}.`],
    ['Encrypt the secrets for it: homeamp secrets rotate'],
  );
}

/** Lists a key in the work tree. Throws `MistakeError` for what can't be listed. */
export function addRecipient(
  tree: WorkTree,
  recipient: Omit<Extract<RecipientEdit, { kind: 'add' }>, 'kind'>,
): void {
  const { name, key, section } = recipient;
  if (!isAgeRecipient(key)) {
    const what = /^AGE-SECRET-KEY/i.test(key)
      ? 'that is the private half of a key'
      : 'that is no public key of age';
    throw new MistakeError(what, 'Give what `homeamp secrets init` shows: `age1` and 58 characters.');
  }
  const { fleet, recipients } = tree.written;
  if (!isSafeName(name) || (section === 'hosts' && fleet !== undefined && !fleet.hosts.has(name))) {
    throw new MistakeError(
      section === 'hosts' ? 'the fleet has no host of that name' : 'that is no name for a person',
      `Write a name of fleet.yaml, or letters, digits, \`_\` and \`-\`.${suggestName(name, [...(fleet?.hosts.keys() ?? [])])}`,
    );
  }
  const other = [...recipients.hosts, ...recipients.people].find(
    ([known, theirs]) => theirs === key && known !== name,
  );
  if (other !== undefined) {
    throw new MistakeError(`${other[0]} has that key already`, 'Give everyone a key of their own.');
  }
  write(tree, { kind: 'add', ...recipient });
}

function remove({ screen, options }: SecretsCall, tree: WorkTree, operands: readonly string[]): void {
  assertOperands(operands, { least: 1, most: 1, usage: 'recipients remove NAME' });
  const [name = ''] = operands;
  const { hosts, people } = tree.written.recipients;
  if (!hosts.has(name) && !people.has(name)) {
    throw new MistakeError(
      `nobody of that name is listed.${suggestName(name, [...hosts.keys(), ...people.keys()])}`,
      'See who is: homeamp secrets recipients list',
    );
  }
  write(tree, { kind: 'remove', name });
  if (options.json === true) return;
  screen.print(
    [`${name} is no longer listed in ${RECIPIENTS_FILE}. Encrypt the secrets anew: homeamp secrets rotate`],
    [
      `${name} can still read the old files in Git's history: change the values too (rotate NAME --new-value).`,
    ],
  );
}

function write({ dir, written }: WorkTree, edit: RecipientEdit): void {
  const text = editRecipients(written.text, written.recipients, edit);
  if (text === undefined) {
    throw new MistakeError(
      `${RECIPIENTS_FILE} is written in a way that can't be edited`,
      'Change it by hand, as docs/secrets.md shows.',
    );
  }
  writeWorkFiles(dir, [{ path: RECIPIENTS_FILE, content: text }]);
}
