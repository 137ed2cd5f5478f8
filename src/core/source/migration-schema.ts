import * as z from 'zod';
import { parseInstancePath } from '../model/instance.ts';
import { moveTarget } from '../model/key-migration.ts';

const MOST_KEYS = 1000;

const name = z.string().min(1).max(256);
const key = name.refine((id) => id.split('.').every((segment) => segment !== ''), {
  error: 'a key reads like `section.key`, without empty parts',
});

const fields = z.strictObject({
  to: z
    .string()
    .min(1)
    .max(64)
    .regex(/\d/, { error: 'a version has a number in it' })
    .describe('The first version that knows the new keys.'),
  file: name
    .refine((path) => parseInstancePath(path) !== undefined, { error: 'it is no path below the folder' })
    .default('config.yml')
    .describe('The file of the old keys, as in the baseline.'),
  rename: z.record(key, key).default({}).describe('Old key → new key of the same file.'),
  move: z.record(key, name).default({}).describe('Old key → `other.yml`, or `other.yml:new.key`.'),
  split: z
    .record(key, z.array(key).min(2).max(50))
    .default({})
    .describe('Old key → the keys that take its value.'),
  drop: z.array(key).default([]).describe('Keys that the plugin no longer knows.'),
});

type Fields = z.infer<typeof fields>;

/** One version's changes of a plugin's keys. A key that names a section means all keys below it. */
export const migrationSchema = fields.superRefine((written, context) => {
  const fault = faultOf(written);
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
});

function faultOf(written: Fields): string | undefined {
  const old = oldKeys(written);
  if (old.length === 0) return 'it changes no key';
  if (old.length > MOST_KEYS) return `it names more than ${MOST_KEYS} keys`;
  const twice = old.find((id, index) => old.indexOf(id) !== index);
  if (twice !== undefined) return `\`${twice}\` is named twice`;
  const target = newKeys(written).find((id) => old.includes(id));
  if (target !== undefined) return `\`${target}\` is an old key and a new one`;
  const moved = Object.values(written.move).find((text) => !isTarget(text, written.file));
  return moved === undefined ? undefined : `\`${moved}\` is not another file, as in \`other.yml:new.key\``;
}

function oldKeys({ rename, move, split, drop }: Fields): readonly string[] {
  return [...Object.keys(rename), ...Object.keys(move), ...Object.keys(split), ...drop];
}

/** A key that is both could not be told from one that was migrated already. */
function newKeys({ rename, split }: Fields): readonly string[] {
  return [...Object.values(rename), ...Object.values(split).flat()];
}

function isTarget(text: string, own: string): boolean {
  const { file, key: target } = moveTarget(text);
  const isKey = target === undefined || target.split('.').every((segment) => segment !== '');
  return isKey && file !== own && parseInstancePath(file) !== undefined;
}
