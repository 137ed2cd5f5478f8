import type { ConfigFormat } from './config-format.ts';
import { editYaml } from './yaml/edit.ts';
import { readYaml } from './yaml/read-yaml.ts';

/** YAML as Bukkit and Paper read it, through SnakeYAML; a null keeps its key, which Bukkit would drop. */
export const yamlFormat: ConfigFormat = { name: 'yaml', read: readYaml, edit: editYaml };
