import type { ConfigEntry } from '../../formats/config-format.ts';
import { splitName } from './classify-path.ts';

const LANGUAGE_KEY =
  /(?:^|[._-])(?:default[-_]?)?(?:lang|language|locale|translation)(?:[-_]?(?:file|code|name))?$/i;
const LANGUAGE_AT_END = /(?:^|[._-])([a-z]{2,3}(?:[_-][a-z]{2,4})?)$/i;

/** Languages that a plugin's settings name, in the form that `chooseLanguages` compares. */
export function languagesNamedIn(entries: readonly ConfigEntry[]): readonly string[] {
  return entries.flatMap(({ id, value }) =>
    typeof value === 'string' && value !== '' && LANGUAGE_KEY.test(id.replace(/([a-z])([A-Z])/g, '$1-$2'))
      ? [plain(value)]
      : [],
  );
}

/**
 * Of the translations of one group, those that the plugin uses: the ones its settings name, else all of them where they
 * are of one language, else none.
 */
export function chooseLanguages(paths: readonly string[], named: readonly string[]): readonly string[] {
  const fitting = paths.filter((path) => named.some((language) => isOf(stemOf(path), language)));
  if (fitting.length > 0) return fitting;
  const languages = new Set(paths.map((path) => LANGUAGE_AT_END.exec(stemOf(path))?.[1] ?? stemOf(path)));
  return languages.size === 1 && paths.every((path) => splitName(path).folder !== '') ? paths : [];
}

function isOf(stem: string, language: string): boolean {
  return stem === language || stem.endsWith(`_${language}`);
}

function stemOf(path: string): string {
  return plain(splitName(path).name);
}

/** `Lang_en-US.yml` → `lang_en_us`. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.(?:ya?ml|json|properties|conf|toml)$/, '')
    .replace(/[-. ]/g, '_');
}
