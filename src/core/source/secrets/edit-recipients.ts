import type { KeyEdit } from '../../formats/config-format.ts';
import { formatByName } from '../../formats/index.ts';
import type { SecretRecipients } from '../../model/secret-recipients.ts';

export type RecipientEdit =
  | {
      readonly kind: 'add';
      readonly section: 'hosts' | 'people';
      readonly name: string;
      readonly key: string;
    }
  | { readonly kind: 'remove'; readonly name: string };

const BEGINNING = `# For whom the secrets beside this file are encrypted. After a change: homeamp secrets rotate
`;

/**
 * The text of `recipients.yaml` with one more recipient, or one fewer; its comments and layout stay. Undefined where
 * the file is written in a way that can't be edited. `now` is what the text says.
 */
export function editRecipients(
  text: string | undefined,
  now: SecretRecipients,
  edit: RecipientEdit,
): string | undefined {
  const edits = edit.kind === 'add' ? additions(edit) : removals(now, edit.name);
  const result = formatByName('yaml').edit(text ?? BEGINNING, edits);
  return result.kind === 'edited' ? result.text : undefined;
}

function additions({ section, name, key }: Extract<RecipientEdit, { kind: 'add' }>): readonly KeyEdit[] {
  return [{ kind: 'set', path: [section, name], value: key }];
}

/** Whatever says that this one may read something goes with them. */
function removals({ hosts, people, only }: SecretRecipients, name: string): readonly KeyEdit[] {
  const edits: KeyEdit[] = [];
  if (hosts.has(name)) edits.push({ kind: 'remove', path: ['hosts', name] });
  if (people.has(name)) edits.push({ kind: 'remove', path: ['people', name] });
  for (const [secret, readers] of only) {
    if (!hosts.has(name) || !readers.includes(name)) continue;
    const value = readers.filter((reader) => reader !== name);
    edits.push({ kind: 'set', path: ['only', secret], value });
  }
  return edits;
}
