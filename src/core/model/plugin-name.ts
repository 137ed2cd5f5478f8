const PLUGIN_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9 _.+-]{0,62}[A-Za-z0-9_+-])?$/;

/** Plugin names are folder and file names: one safe segment, which neither begins nor ends with a dot or blank. */
export function isPluginName(name: string): boolean {
  return PLUGIN_NAME.test(name);
}
