/** How a live file of the demo differs from what Git says when the story begins. */
export type Deviation =
  /** As the server wrote it when it was installed; nobody ever tuned it. */
  | { readonly kind: 'stock' }
  | { readonly kind: 'empty' }
  /** Somebody indented a line with a tab. */
  | { readonly kind: 'broken' }
  | { readonly kind: 'file-missing' }
  | { readonly kind: 'plugin-missing' }
  | { readonly kind: 'crlf' };

/** By instance and path below its application folder. Everything else was kept right by hand. */
export const DEVIATIONS: ReadonlyMap<string, Deviation> = new Map<string, Deviation>([
  ['DEV01 plugins/LuckPerms/config.yml', { kind: 'stock' }],
  ['SMP101 server.properties', { kind: 'stock' }],
  ['TOW01 bukkit.yml', { kind: 'stock' }],
  ['EVO01 plugins/ViaVersion/config.yml', { kind: 'empty' }],
  ['ROY01 spigot.yml', { kind: 'crlf' }],
  ['BIG01 plugins/TAB/config.yml', { kind: 'file-missing' }],
  ['DEV01 plugins/Citizens/config.yml', { kind: 'plugin-missing' }],
  ['MIN01 plugins/CoreProtect/config.yml', { kind: 'broken' }],
  ['VEL01 velocity.toml', { kind: 'stock' }],
  ['VEL01 plugins/vserverinfo/config.conf', { kind: 'stock' }],
  ['HUB01 plugins/spark/config.json', { kind: 'stock' }],
  ['GEY01 config.yml', { kind: 'stock' }],
  ['CREA01 plugins/Essentials/motd.txt', { kind: 'stock' }],
  ['BENT01 config/paper-world-defaults.yml', { kind: 'stock' }],
]);

/** Folders that still carry an instance's old name. */
export const OLD_FOLDERS: ReadonlyMap<string, string> = new Map([
  ['TOW01', 'TOWER01'],
  ['GEY01', 'GEYSER'],
]);

/** An instance that somebody made in AMP and told nobody about. */
export const STRAY = { host: 'ovh-ryzen', folder: 'TEST99' } as const;
