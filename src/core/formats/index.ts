import type { FormatName } from '../model/format-name.ts';
import type { ConfigFormat } from './config-format.ts';
import { hoconFormat } from './hocon.ts';
import { jsonFormat } from './json.ts';
import { kvpFormat } from './kvp.ts';
import { propertiesFormat } from './properties.ts';
import { textFormat } from './text.ts';
import { tomlFormat } from './toml.ts';
import { yamlFormat } from './yaml.ts';

const FORMATS: Readonly<Record<FormatName, ConfigFormat>> = {
  yaml: yamlFormat,
  properties: propertiesFormat,
  toml: tomlFormat,
  json: jsonFormat,
  hocon: hoconFormat,
  kvp: kvpFormat,
  text: textFormat,
};

/** Every format has a name in `FORMAT_NAMES`, so there is always one. */
export function formatByName(name: FormatName): ConfigFormat {
  return FORMATS[name];
}
