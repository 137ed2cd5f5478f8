import { type AuditEvent, type AuditKind, auditEvent } from '../../core/model/audit-event.ts';
import type { InstanceId } from '../../core/model/instance.ts';
import type { SuspensionScope } from '../../core/model/suspension.ts';
import { scopeText } from '../orders/suspension-words.ts';

export interface ScopeOrder {
  readonly scope: SuspensionScope;
  /** Who gives the order. */
  readonly by: string;
  readonly reason: string;
  readonly at: number;
}

/** An order to pause something or to go on with it. */
export function scopeEvent(
  kind: Extract<AuditKind, 'suspended' | 'resumed' | 'held-change-released'>,
  { scope, by, reason, at }: ScopeOrder,
  more: Partial<Pick<AuditEvent, 'commit' | 'facts'>> = {},
): AuditEvent {
  const instance = scope.kind === 'instance' ? (scope.name as InstanceId) : null;
  const facts = { what: scopeText(scope), ...more.facts };
  return auditEvent(kind, { at, by: [by], instance, reason, ...more, facts });
}
