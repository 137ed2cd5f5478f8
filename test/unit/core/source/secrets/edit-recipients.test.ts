import { describe, expect, it } from 'vitest';
import { editRecipients } from '../../../../../src/core/source/secrets/edit-recipients.ts';
import { parseRecipients } from '../../../../../src/core/source/secrets/parse-recipients.ts';
import { PUBLIC_KEYS } from '../../../../support/sealed-samples.ts';

const [ONE, TWO] = PUBLIC_KEYS;

function read(text: string) {
  const codes: string[] = [];
  const context = {
    hosts: ['alpha', 'beta'],
    secrets: ['DB'],
    report: (code: string) => void codes.push(code),
  };
  return { codes, recipients: parseRecipients({ file: 'recipients.yaml', text }, context) };
}

const NOBODY = { hosts: new Map(), people: new Map(), only: new Map() };

describe('editing recipients.yaml', () => {
  it('begins one, and keeps comments and layout of what is there', () => {
    const first =
      editRecipients(undefined, NOBODY, { kind: 'add', section: 'hosts', name: 'alpha', key: ONE }) ?? '';
    expect(read(first)).toMatchObject({ codes: [], recipients: { hosts: new Map([['alpha', ONE]]) } });
    const written = `hosts: { alpha: ${ONE} } # the old box\nonly: { DB: [alpha] }\n`;
    const more = editRecipients(written, NOBODY, { kind: 'add', section: 'people', name: 'alice', key: TWO });
    expect(more).toBe(`${written}people:\n  alice: ${TWO}\n`);
  });

  it('removes one wherever they stand', () => {
    const text = `# who\nhosts: { alpha: ${ONE}, beta: ${TWO} } # two\nonly: { DB: [alpha, beta] }\n`;
    const now = read(text).recipients;
    const left = now && editRecipients(text, now, { kind: 'remove', name: 'beta' });
    expect(left).toBe(`# who\nhosts: { alpha: ${ONE} } # two\nonly: { DB: [alpha] }\n`);
  });
});
