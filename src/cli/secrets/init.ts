import { MistakeError } from '../../core/model/errors.ts';
import { RECIPIENTS_FILE } from '../../core/source/secrets/read-secrets.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Line } from '../print/screen.ts';
import { HOOK_LINES, makeHookIn } from './hook.ts';
import { addRecipient } from './recipients.ts';
import { assertOperands, type SecretsCall } from './secrets-call.ts';
import { identityFileOf, openWorkTree } from './work-tree.ts';

/** Makes the identity of this host or person, if there is none, and lists its public half. */
export async function initIdentity({ context, options, operands, screen }: SecretsCall): Promise<ExitCode> {
  assertOperands(operands, { least: 0, most: 0, usage: 'init [--host NAME | --person NAME]' });
  const { host, person } = options;
  if (host !== undefined && person !== undefined) {
    throw new MistakeError('an identity is a host’s or a person’s', 'Give --host or --person, not both.');
  }
  const name = host ?? person;
  const file = identityFileOf(context, options);
  const sealer = await context.openSealer();
  const made = await sealer.makeIdentity(file);
  const recipient = (await sealer.openIdentity(file)).recipients.at(-1) ?? '';
  const needsTree = name !== undefined || options.hook === true;
  const tree = needsTree ? await openWorkTree(context, options) : undefined;
  if (tree !== undefined && name !== undefined) {
    addRecipient(tree, { section: host === undefined ? 'people' : 'hosts', name, key: recipient });
  }
  const hasHook = tree !== undefined && options.hook === true;
  if (hasHook) makeHookIn(tree.dir);
  if (options.json === true) {
    screen.json({ identity: file, made, recipient, listedAs: name ?? null });
  } else screen.print(...identityLines({ file, made, recipient, name }), ...(hasHook ? HOOK_LINES : []));
  return EXIT.done;
}

interface ShownIdentity {
  readonly file: string;
  readonly made: boolean;
  readonly recipient: string;
  /** As it is listed; undefined where it is not. */
  readonly name: string | undefined;
}

function identityLines({ file, made, recipient, name }: ShownIdentity): readonly Line[] {
  const next =
    name === undefined
      ? `List it: homeamp secrets recipients add NAME ${recipient}`
      : `${name} is listed in ${RECIPIENTS_FILE}. Commit it, then: homeamp secrets rotate`;
  return [
    [made ? `Made the identity ${file}.` : `There is an identity at ${file}; it is kept.`],
    [`Its public key: ${recipient}`],
    ...(made ? [[KEEP]] : []),
    [next],
  ];
}

const KEEP = 'Keep a copy of the file in a safe place; it never goes into the repository.';
