import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { outputSchemas } from '../../../../src/core/report/report-schemas.ts';

const FOLDER = join(import.meta.dirname, '../../../../docs/schemas');

describe('the published schemas of --json', () => {
  it.each(Object.entries(outputSchemas))(
    'has %s as the code has it (UPDATE_SCHEMAS=1 writes it)',
    (name, schema) => {
      const path = join(FOLDER, `output-${name}.schema.json`);
      const text = `${JSON.stringify(z.toJSONSchema(schema), undefined, 2)}\n`;
      if (process.env['UPDATE_SCHEMAS'] === '1') writeFileSync(path, text);
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );
});
