import type { SecretScan } from '../../core/report/secrets-report.ts';
import { LARGEST_SCANNED, scanFile } from '../../core/source/scan/check-clear-text.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { printScan } from '../print/print-secrets.ts';
import { createProgress } from '../print/progress.ts';
import { assertOperands, type SecretsCall } from './secrets-call.ts';

/** Looks for secrets in clear in a whole repository, or in what is staged. Exit code 2 where there is one. */
export async function scanRepository(call: SecretsCall): Promise<ExitCode> {
  const { context, options, operands } = call;
  assertOperands(operands, { least: 0, most: 1, usage: 'scan [FOLDER] [--staged]' });
  const files = await context.openTrackedFiles(operands[0] ?? options.repo ?? '.');
  const which = options.staged === true ? 'staged' : 'all';
  const paths = await files.list(which);
  const progress = createProgress(context, 'Looking through files');
  const scan = { files: 0, skipped: [] as string[], found: [] as Found[], allowed: [] as Allowed[] };
  for (const path of paths) {
    const bytes = await files.read(path, which, LARGEST_SCANNED);
    if (bytes === undefined || bytes.includes(0)) scan.skipped.push(path);
    else {
      scan.files += 1;
      for (const { line, kind, allowed: reason } of scanFile(path, bytes)) {
        if (reason === undefined) scan.found.push({ file: path, line, kind });
        else scan.allowed.push({ file: path, line, kind, reason });
      }
    }
    progress.step(scan.files + scan.skipped.length, paths.length);
  }
  progress.stop();
  printScan(call, scan);
  return scan.found.length === 0 ? EXIT.done : EXIT.mistake;
}

type Found = SecretScan['found'][number];
type Allowed = SecretScan['allowed'][number];
