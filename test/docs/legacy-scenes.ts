import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import exceljs from 'exceljs';
import type { Scene } from './scene.ts';
import { createWorld, type World } from './world.ts';

/** The document about the earlier manager's files, whose workbook can't stand in it. */
export const LEGACY_SCENES: readonly (readonly [string, Scene])[] = [
  ['docs/import-legacy.md', { begin: withWorkbook }],
];

async function withWorkbook(): Promise<World> {
  const world = createWorld();
  const folder = join(world.repository, 'old');
  mkdirSync(folder);
  const workbook = new exceljs.Workbook();
  workbook.addWorksheet('All_Variable_Configs').addRows([
    ['Plugin', 'ConfigKey', 'Server', 'Value', 'ValueType'],
    ['Plan', 'Server.ServerName', 'SMP01', 'SMP01', 'str'],
    ['Plan', 'Server.ServerName', 'HUB01', null, 'str'],
    ['Plan', 'Webserver.Port', 'SMP01', '8171', 'int'],
    ['Plan', 'Webserver.Port', 'HUB01', 'none', 'int'],
  ]);
  await workbook.xlsx.writeFile(join(folder, 'values.xlsx'));
  return world;
}
