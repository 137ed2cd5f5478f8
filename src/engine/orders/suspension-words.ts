import type { BlockedReason } from '../../core/model/plan.ts';
import type { Suspension, SuspensionInForce, SuspensionScope } from '../../core/model/suspension.ts';

/** Why something of this host is left alone, the same words as long as the suspension is the same. */
export function suspendedReason(suspension: SuspensionInForce, host: string): BlockedReason {
  return { code: 'suspended', message: suspendedText(suspension), help: howToEnd(suspension, host) };
}

/** `suspended by alice until 2026-12-01 08:00 UTC: Tournament`. */
export function suspendedText({ by, until, reason }: Pick<Suspension, 'by' | 'until' | 'reason'>): string {
  const end = until === undefined ? '' : ` until ${utcText(until)}`;
  return `suspended by ${by}${end}: ${reason}`;
}

/** What ends it before its time, or at all. */
export function howToEnd({ origin, scope, by, until }: SuspensionInForce, host: string): string {
  const end =
    origin === 'host'
      ? `\`${resumeCommand([scope])}\` on ${host} ends it`
      : `taking it out of policy.suspend in ${by} ends it`;
  if (until !== undefined) return `Nothing to do: it ends by itself. To end it earlier, ${end}.`;
  return `${end.slice(0, 1).toUpperCase()}${end.slice(1)}.`;
}

/** The command line that ends what is ordered on this host. */
export function resumeCommand(scopes: readonly SuspensionScope[]): string {
  return ['homeamp resume', ...scopes.map(optionOf)].join(' ');
}

function optionOf(scope: SuspensionScope): string {
  switch (scope.kind) {
    case 'fleet':
      return '--fleet';
    case 'host':
      return '--this-host';
    case 'instance':
      return `--instance ${nameIn(scope.name)}`;
    case 'plugin':
      return `--plugin ${scope.name.includes(' ') ? `"${scope.name}"` : scope.name}`;
  }
}

/** `the whole fleet`, `host alpha`, `instance DEV01`, `plugin Chairs`. */
export function scopeText(scope: SuspensionScope): string {
  switch (scope.kind) {
    case 'fleet':
      return 'the whole fleet';
    case 'instance':
      return `instance ${nameIn(scope.name)}`;
    case 'host':
    case 'plugin':
      return `${scope.kind} ${scope.name}`;
  }
}

function nameIn(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}

/** `2026-12-01 08:00 UTC`, with seconds where they are not zero. */
export function utcText(millis: number): string {
  const [date = '', time = ''] = new Date(millis).toISOString().split('T');
  const seconds = time.slice(6, 8);
  return `${date} ${time.slice(0, 5)}${seconds === '00' ? '' : `:${seconds}`} UTC`;
}
