import { allOr, ok, problem } from '../../../core/doctor/finding.ts';
import { type Check, type Checks, skip } from '../check.ts';

/** Where each kind of source is asked; the others name their address themselves. */
const SITES: ReadonlyMap<string, string> = new Map([
  ['modrinth', 'https://api.modrinth.com/'],
  ['hangar', 'https://hangar.papermc.io/'],
  ['github', 'https://api.github.com/'],
  ['spiget', 'https://api.spiget.org/'],
  ['geysermc', 'https://download.geysermc.org/'],
  ['papermc', 'https://fill.papermc.io/'],
]);
const MAX_SITES = 50;
const SERVER_ERROR = 500;

/** Any answer will do: whether a plugin is there is not asked. */
const updateSources: Check = async ({ web }, facts) => {
  const repository = await facts.repository();
  if (repository.kind === 'unknown') return skip('update-sources', repository.why);
  const sites = sitesOf([...repository.value.plugins.values()].map(({ source }) => source));
  if (sites.length === 0) return skip('update-sources', 'plugins.yaml names none');
  const answers = await Promise.all(sites.map(async (site) => ({ site, answer: await web.get(site) })));
  const away = answers.filter(({ answer }) => answer.kind === 'failed' || answer.status >= SERVER_ERROR);
  return allOr(
    away.map(({ site }) => problem('update-source-away', `${site} does not answer.`, { subject: site })),
    ok('update-sources', `All sites that plugins.yaml names answer (${sites.length}).`),
  );
};

export const UPDATE_SOURCE_CHECKS: Checks = { 'update-sources': updateSources };

type Source = 'manual' | { readonly kind: string; readonly project: string };

function sitesOf(sources: readonly Source[]): readonly string[] {
  const sites = sources.flatMap((source) => {
    if (source === 'manual') return [];
    const known = SITES.get(source.kind);
    return known === undefined ? originOf(source.project) : [known];
  });
  return [...new Set(sites)].slice(0, MAX_SITES);
}

/** The site alone: a repository may name any path, and none of it is asked for. */
function originOf(project: string): readonly string[] {
  if (!URL.canParse(project)) return [];
  const { protocol, host } = new URL(project);
  return /^https?:$/.test(protocol) && host !== '' ? [`${protocol}//${host}/`] : [];
}
