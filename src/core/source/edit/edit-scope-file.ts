import { quoteName } from '../report-issue.ts';
import { scopeHead } from '../scope-file.ts';
import { editVariablesText } from './edit-variables.ts';
import type { ScopePlan } from './plan-edits.ts';
import { readRawText } from './raw-text.ts';
import {
  BY_HAND,
  editsBehind,
  findWrong,
  type LayerError,
  movingEdits,
  readVariablesLayer,
} from './read-layer.ts';
import type { SourceEditResult } from './source-edit.ts';

/** One file below `variables/` after its edits; a file that is not there begins with a comment. */
export function editScope(
  { scope, file, edits }: ScopePlan,
  files: ReadonlyMap<string, Uint8Array>,
): SourceEditResult {
  const place = { file, line: 0, column: 0 };
  const refuse = (error: LayerError): SourceEditResult => ({
    kind: 'refused',
    refusals: editsBehind(edits, error).map((edit) => ({ edit, ...error, place })),
  });
  const raw = readRawText(files.get(file));
  if (raw === undefined) return refuse({ message: `${quoteName(file)} is not UTF-8 text.`, help: BY_HAND });
  const text = files.has(file) ? raw.text : scopeHead(scope);
  const before = readVariablesLayer(file, text, scope);
  const result = editVariablesText(text, scope, movingEdits(edits, before));
  if (result.kind === 'refused') {
    const refusals = result.refusals.map(({ edit, message }) => ({ edit, message, help: BY_HAND, place }));
    return { kind: 'refused', refusals };
  }
  const wrong = findWrong(before, readVariablesLayer(file, result.text, scope), edits);
  if (wrong !== undefined) return refuse(wrong);
  return { kind: 'edited', files: new Map(result.text === text ? [] : [[file, raw.bom + result.text]]) };
}
