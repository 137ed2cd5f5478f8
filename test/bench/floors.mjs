// The least that Node must do for the same files: one process a figure, so that start-up counts alike for everybody.
import { hash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

const [, , kind, listFile] = process.argv;
const files = JSON.parse(readFileSync(listFile, 'utf8'));
switch (kind) {
  case 'start':
    break;
  case 'stat':
    for (const file of files) statSync(file, { bigint: true });
    break;
  case 'read-and-hash':
    for (const file of files) hash('sha256', readFileSync(file), 'hex');
    break;
  case 'yaml-parse-document': {
    const { parseDocument } = await import('yaml');
    const sample = files.filter((_, index) => index % 20 === 0);
    const begin = performance.now();
    for (const file of sample) parseDocument(readFileSync(file, 'utf8'));
    console.log(
      JSON.stringify({ seconds: ((performance.now() - begin) / 1000) * (files.length / sample.length) }),
    );
    break;
  }
  default:
    throw new Error(`no floor is named ${kind}`);
}
