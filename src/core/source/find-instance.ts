import type { Fleet } from '../model/desired-state.ts';
import type { Instance } from '../model/instance.ts';
import type { SourcePlace } from '../model/issue.ts';
import { quoteName, type ReportIssue } from './report-issue.ts';
import { suggestName } from './suggest-name.ts';

/** Finds instances by what people call them: `NAME`, `HOST/NAME` or an alias of either form. */
export type FindInstance = (text: string, place: SourcePlace) => Instance | undefined;

type Candidates = { readonly byName: readonly Instance[]; readonly byAlias: readonly Instance[] };

/** The finder for a fleet; it reports names that are unknown, ambiguous or aliases. */
export function instanceFinder(instances: Fleet['instances'], report: ReportIssue): FindInstance {
  const names = new Map<string, Instance[]>();
  const aliases = new Map<string, Instance[]>();
  for (const instance of instances.values()) {
    for (const text of [instance.name, instance.id]) add(names, text, instance);
    for (const alias of instance.aliases) {
      for (const text of [alias, `${instance.host}/${alias}`]) add(aliases, text, instance);
    }
  }
  return (text, place) => {
    const candidates = { byName: names.get(text) ?? [], byAlias: aliases.get(text) ?? [] };
    return choose(candidates, { text, place, report, known: names.keys() });
  };
}

function add(index: Map<string, Instance[]>, text: string, instance: Instance): void {
  const found = index.get(text);
  if (found === undefined) index.set(text, [instance]);
  else found.push(instance);
}

interface Question {
  readonly text: string;
  readonly place: SourcePlace;
  readonly report: ReportIssue;
  readonly known: Iterable<string>;
}

function choose(candidates: Candidates, question: Question): Instance | undefined {
  const { text, place, report } = question;
  const found = candidates.byName.length > 0 ? candidates.byName : candidates.byAlias;
  const [instance] = found;
  if (instance === undefined) {
    const help = `Use a name that fleet.yaml lists under \`instances\`.${suggestName(text, question.known)}`;
    report('unknown-instance', place, `The instance ${quoteName(text)} is not in the fleet.`, help);
    return undefined;
  }
  if (found.length > 1) {
    const choices = found.map(({ id }) => `\`${id}\``).join(' or ');
    report(
      'ambiguous-instance',
      place,
      `${quoteName(text)} is an instance on several hosts.`,
      `Write ${choices}.`,
    );
    return undefined;
  }
  if (found === candidates.byAlias) {
    const help = `Write \`${instance.name}\`.`;
    report('alias-used', place, `${quoteName(text)} is an alias of \`${instance.id}\`.`, help);
  }
  return instance;
}
