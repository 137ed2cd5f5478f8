export const FORMAT_NAMES = ['yaml', 'properties', 'toml', 'json', 'hocon', 'kvp', 'text'] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];
