import { readFileSync, statSync } from 'node:fs';
import { MistakeError } from '../core/model/errors.ts';

const PLAN_ID = /^[0-9a-f]{8,64}$/;
const WHOLE_ID = /^[0-9a-f]{64}$/;
const MAX_BYTES = 256 * 1024 * 1024;

/** The plan id that a person gave: at least eight of its digits, or a file that `plan --out` wrote. */
export function readWantedPlan(text: string): string {
  const id = text.toLowerCase();
  if (PLAN_ID.test(id)) return id;
  const stats = statSync(text, { throwIfNoEntry: false });
  if (stats?.isFile() !== true || stats.size > MAX_BYTES) throw notAPlan(text);
  const planId = planIdOf(readText(text));
  if (planId === undefined || !WHOLE_ID.test(planId)) throw notAPlan(text);
  return planId;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw notAPlan(path);
  }
}

function planIdOf(text: string): string | undefined {
  try {
    const json: unknown = JSON.parse(text);
    const isObject = typeof json === 'object' && json !== null && 'planId' in json;
    return isObject && typeof json.planId === 'string' ? json.planId : undefined;
  } catch {
    return undefined;
  }
}

function notAPlan(text: string): MistakeError {
  return new MistakeError(
    `${text} is neither a plan's id nor a file with a plan`,
    'Give at least 8 hex digits of the id that `homeamp plan` shows, or the file that its --out wrote.',
  );
}
