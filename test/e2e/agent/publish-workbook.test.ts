import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { writeWorkbook } from '../../../src/adapters/workbook/index.ts';
import type { DraftCell } from '../../../src/core/model/workbook-draft.ts';
import { type AgentFleet, agentFleet } from '../../support/agent-fleet.ts';

const FILE = 'desired-state/variables/values.xlsx';

function bytesOf(range: DraftCell): Promise<Uint8Array> {
  const titles = ['Plugin', 'ConfigKey', 'Server', 'Value', 'Reason'];
  const columns = titles.map(() => ({ width: 20, kind: 'edited', choices: undefined }) as const);
  const rows = [['Chairs', 'range', 'TOW01', range, 'a tower']];
  const sheet = {
    name: 'Overrides',
    visibility: 'shown',
    columns,
    head: [titles],
    frozenColumns: 0,
    rows,
  } as const;
  return writeWorkbook({ sheets: [sheet] });
}

/** Commits a workbook on the branch and pushes it. */
function push({ git, work, hub }: AgentFleet, bytes: Uint8Array): void {
  const path = join(work, FILE);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  git('add', '--all');
  git('commit', '--quiet', '--message', 'A workbook');
  git('push', '--quiet', hub.bareRepository, 'sheet');
}

it('the comment tells a workbook’s cells once for all hosts', async () => {
  const fleet = await agentFleet();
  const { number } = await fleet.propose('sheet', 5);
  push(fleet, await bytesOf(6));
  await fleet.passes();
  const first = fleet.comment(number);
  expect(first.match(/### Workbooks/g)).toHaveLength(1);
  expect(first).toContain('| `Overrides!D2` (row added) | `Chairs range` | `TOW01` |  | `6` |');
  expect(first).toContain('### `beta`');
});
