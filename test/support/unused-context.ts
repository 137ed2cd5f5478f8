import type { CliContext } from '../../src/cli/cli-context.ts';

/** A world for commands that must use next to nothing of it: whatever is asked of it fails, and nobody can be asked. */
export function unusedContext(why: string): Omit<CliContext, 'stdout' | 'stderr'> {
  const unused = () => Promise.reject(new Error(why));
  return {
    version: '0.0.0-test',
    environment: {},
    openReaders: unused,
    openWriters: unused,
    openState: unused,
    openStateWriters: unused,
    openBackups: unused,
    openRestorer: unused,
    openRepository: unused,
    openAgent: unused,
    openDoctor: unused,
    startAgent: unused,
    openServers: unused,
    openImportPlace: unused,
    readTemplates: unused,
    openSealer: unused,
    openTrackedFiles: unused,
    readInput: undefined,
    workbookFiles: { read: unused, write: unused },
    pluginDefaults: { read: unused },
    ask: undefined,
    questions: undefined,
    onInterrupt: () => () => undefined,
  };
}
