import { MOST_RECIPIENTS } from '../../model/age-file.ts';
import { isSafeName } from '../../model/instance.ts';
import type { SecretRecipients } from '../../model/secret-recipients.ts';
import { childrenOf, decodeNode } from '../decode-node.ts';
import { reportUnknownName } from '../read-scopes.ts';
import { itemsOf, readYamlSource, type YamlNode } from '../read-yaml-source.ts';
import { quoteName, type ReportIssue } from '../report-issue.ts';
import { recipientsSchema } from './recipients-schema.ts';

interface RecipientsContext {
  /** The fleet's hosts; undefined where the fleet can't be read, so that nothing can be said of them. */
  readonly hosts: readonly string[] | undefined;
  /** Secrets that have a file. */
  readonly secrets: readonly string[];
  readonly report: ReportIssue;
}

/** Reads `recipients.yaml`; undefined, and reported, as soon as anything in it is wrong. */
export function parseRecipients(
  source: { readonly file: string; readonly text: string },
  context: RecipientsContext,
): SecretRecipients | undefined {
  let mistakes = 0;
  const report: ReportIssue = (code, ...rest) => {
    if (code !== 'unknown-secret') mistakes += 1;
    context.report(code, ...rest);
  };
  const root = readYamlSource(source, report);
  if (root === undefined) return undefined;
  const written = decodeNode(recipientsSchema, root, { report, page: 'docs/secrets.md' });
  if (written === undefined) return undefined;
  checkNames(root, { ...context, report });
  checkKeys(root, report);
  if (mistakes > 0) return undefined;
  return {
    hosts: new Map(Object.entries(written.hosts)),
    people: new Map(Object.entries(written.people)),
    only: new Map(Object.entries(written.only)),
  };
}

function checkNames(root: YamlNode, { hosts, secrets, report }: RecipientsContext): void {
  const known = (name: string, node: YamlNode): void => {
    if (hosts === undefined || hosts.includes(name)) return;
    reportUnknownName(name, node, { code: 'unknown-host', names: hosts, report });
  };
  for (const [name, node] of childrenOf(root.children.get('hosts'), report)) known(name, node);
  for (const [name, node] of childrenOf(root.children.get('people'), report)) {
    if (isSafeName(name)) continue;
    const help = 'Use 1 to 64 letters, digits, `_` and `-`, beginning with a letter or digit.';
    report('unsafe-name', node.place, `The name ${quoteName(name)} can’t be used.`, help);
  }
  for (const [name, node] of childrenOf(root.children.get('only'), report)) {
    for (const item of itemsOf(node)) known(String(item.value), item);
    if (secrets.includes(name)) continue;
    const help = 'Correct the name, or remove it.';
    report('unknown-secret', node.place, `There is no secret ${quoteName(name)}.`, help);
  }
}

/** A key under two names would outlive the removal of one of them. */
function checkKeys(root: YamlNode, report: ReportIssue): void {
  const nodes = ['hosts', 'people'].flatMap((section) => childrenOf(root.children.get(section), report));
  const seen = new Map<unknown, string>();
  for (const [name, { value, place }] of nodes) {
    const other = seen.get(value);
    if (other === undefined) seen.set(value, name);
    else {
      const message = `${quoteName(name)} has the same key as ${quoteName(other)}.`;
      report(
        'duplicate-recipient',
        place,
        message,
        'Give everyone a key of their own, or remove one of the two.',
      );
    }
  }
  if (nodes.length > MOST_RECIPIENTS) {
    const message = `The file lists more than ${MOST_RECIPIENTS} keys.`;
    report('bad-value', root.place, message, 'Remove those that read no secret.');
  }
}
