import type { Log, LogFields } from '../../ports/log.ts';
import { type Screen, styled } from './screen.ts';

/** Shows on a screen where servers are on their way, a line a step. */
export function stepLog(screen: Screen): Log {
  const tell = (_: string, fields: LogFields = {}) => {
    const { instance, step, end, why } = fields;
    const word = step ?? end;
    if (instance === undefined || word === undefined) return;
    const reason = why === undefined ? '' : `: ${why}`;
    screen.print([styled('bold', nameOf(String(instance))), `  ${word}${reason}`]);
  };
  return { info: tell, warn: tell, error: tell };
}

function nameOf(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}
