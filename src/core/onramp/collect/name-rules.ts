import type { FormatName } from '../../model/format-name.ts';
import type { LeaveReason } from './leave-reason.ts';

/** Languages by the end of a file's name. Names without one of these are never configuration. */
export const FORMAT_BY_EXTENSION: ReadonlyMap<string, FormatName> = new Map([
  ['yml', 'yaml'],
  ['yaml', 'yaml'],
  ['properties', 'properties'],
  ['toml', 'toml'],
  ['json', 'json'],
  ['conf', 'hocon'],
  ['hocon', 'hocon'],
]);

/** Folders anywhere below a plugin's own, by their name in lower case. What lies in them is not looked at. */
export const FOLDER_REASONS: ReadonlyMap<string, LeaveReason> = new Map([
  ...each(
    'player-data',
    'userdata playerdata player-data player_data players playersdata users userfiles inventories',
  ),
  ...each('cache', 'cache caches .cache tmp temp .tmp download downloads update updates generated'),
  ...each('backup', 'backup backups old bak archive archives .old .backup'),
  ...each('log', 'log logs debug dumps crash-reports errors'),
  ...each(
    'library',
    'lib libs .libs library libraries .paper-remapped dependencies drivers jars bin natives',
  ),
  ...each(
    'saved-data',
    'data database databases db .db storage yaml-storage json-storage toml-storage claimdata',
  ),
  ...each(
    'saved-data',
    'saves save warps homes jails stats statistics auctions islands claims regions history',
  ),
  ...each('world-data', 'schematics schematic schem schems structures region entities poi playerstats'),
  ...each('web-asset', 'web webroot www html assets resourcepack resourcepacks resource_pack packs output'),
  ...each('web-asset', 'textures models images image sounds fonts tiles icons skins pictures'),
]);

/** Folders that hold one file for each language. */
export const TRANSLATION_FOLDERS: ReadonlySet<string> = new Set(
  'lang langs language languages locale locales translation translations i18n localization messages'.split(
    ' ',
  ),
);

/** Names, without their ending and in lower case, of files that are data wherever they are. */
export const DATA_NAMES: ReadonlyMap<string, LeaveReason> = new Map([
  ...each(
    'player-data',
    'usercache ops whitelist banned-players banned-ips usermap uuidcache playerdata userdata',
  ),
  ...each('player-data', 'players player-data uuids usernames'),
  ...each('cache', 'cache version_history .console_history update-cache'),
]);

/** Names that speak of data, while some plugins keep settings in them: what is in the file decides. */
export const DOUBTFUL_NAMES: ReadonlyMap<string, LeaveReason> = new Map([
  ...each(
    'saved-data',
    'data database storage store spawn spawns warps homes jails regions claims shops saves',
  ),
  ...each(
    'saved-data',
    'stats statistics users history cooldowns locations graves queue pending state blocked',
  ),
]);

/** A piece of a name that marks a file as an example or a copy of another. */
export const EXAMPLE_NAME = /(?:^|[^a-z])(?:examples?|sample)(?:[^a-z]|$)/i;
export const COPY_NAME = /(?:^|[._ -])(?:backup|old|bak|copy)(?:[._ -]*\d[\d._ -]*)?$|~$/i;

/** `messages_jp`, `lang-en_US`: a text of one of several languages. */
export const LANGUAGE_IN_NAME =
  /^(?:messages?|lang|language|locale|translations?|msgs?|texts?|strings)[._-]([a-z]{2,3}(?:[_-][a-z]{2,4})?)$/i;

/** Folders of worlds and of the server's own programs, in lower case; they may hold files in any language. */
export const WORLD_FOLDERS: ReadonlySet<string> = new Set(
  'region entities poi playerdata advancements datapacks libraries versions .git node_modules'.split(' '),
);

function each(reason: LeaveReason, names: string): readonly (readonly [string, LeaveReason])[] {
  return names.split(' ').map((name) => [name, reason] as const);
}
