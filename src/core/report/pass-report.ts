import type { SignedContent } from '../model/signed-document.ts';
import type { OutcomeReport, Report } from './report.ts';

/** What one pass of an agent found and did. Signed by its host, and never holding a secret. */
export interface PassReport extends SignedContent {
  readonly kind: 'pass';
  /** homeamp's own version. */
  readonly version: string;
  /** Milliseconds since 1970, UTC. */
  readonly begunAt: number;
  readonly endedAt: number;
  /** What the pass was asked to look at. */
  readonly wants: readonly string[];
  readonly revision: {
    /** The revision that the host should look like; null before the first one. */
    readonly attempted: string | null;
    /** The one that it was compared with: an older one where the attempted one has mistakes; null where nothing was compared. */
    readonly applied: string | null;
  };
  readonly planId: string | null;
  readonly instances: readonly PassInstance[];
  /** Applies of before that were cut off, by what became of them now. */
  readonly recoveries: readonly { readonly id: string; readonly outcome: string }[];
  readonly troubles: readonly PassTrouble[];
  /** Null where nothing was compared. */
  readonly report: Report | null;
}

export interface PassInstance {
  readonly id: string;
  readonly state: string;
  readonly outcome: OutcomeReport | null;
}

/** A part of the pass that failed. */
export interface PassTrouble {
  readonly kind: string;
  readonly message: string;
  readonly help: string;
}

/** What makes a pass news: neither its times and outcomes, nor who plays, nor words that count players. */
export function passNews({ begunAt: _b, endedAt: _e, wants: _w, report, ...news }: PassReport): string {
  const instances = news.instances.map(({ id, state }) => ({ id, state }));
  return JSON.stringify({ ...news, instances, report: report && lastingOf(report) });
}

function lastingOf({ instances, ...rest }: Report) {
  const lasting = instances.map(({ server, evidence: _, outcome: _o, reason, ...instance }) => ({
    ...instance,
    step: server?.step ?? null,
    reason: reason?.code ?? null,
  }));
  return { ...rest, instances: lasting };
}
