import type { BareRepository } from './bare-repository.ts';
import type { Permission, RepositoryAccess } from './options.ts';
import type {
  CheckRecord,
  CommentRecord,
  DeploymentRecord,
  Pull,
  PullPart,
  StatusRecord,
  Ticket,
} from './records.ts';
import { notFound } from './refusal.ts';

/** What a world is made of. */
export interface WorldParts {
  readonly owner: string;
  readonly name: string;
  readonly git: BareRepository;
  readonly now: () => number;
  /** What a person may do; undefined for one that GitHub does not know. */
  readonly permissionOf: (login: string) => Permission | undefined;
  readonly teams: ReadonlyMap<string, readonly string[]>;
  readonly writesChecks: boolean;
  readonly access: RepositoryAccess;
}

/** All that the stand-in remembers, in memory. Records are replaced, never changed in place. */
export class World {
  readonly parts: WorldParts;
  readonly tickets = new Map<number, Ticket>();
  readonly comments = new Map<number, CommentRecord>();
  readonly deployments = new Map<number, DeploymentRecord>();
  /** Oldest first. */
  statuses: readonly StatusRecord[] = [];
  /** Oldest first. */
  checks: readonly CheckRecord[] = [];
  /** Of this server; set once it listens. */
  origin = '';
  #lastId = 1_000_000;
  readonly #knownCommits = new Set<string>();

  constructor(parts: WorldParts) {
    this.parts = parts;
  }

  get apiUrl(): string {
    return `${this.origin}/api`;
  }

  get repositoryUrl(): string {
    return `${this.apiUrl}/repos/${this.parts.owner}/${this.parts.name}`;
  }

  /** Ids of every kind come from one row. */
  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  hasCommit(sha: string): boolean {
    if (this.#knownCommits.has(sha)) return true;
    if (!/^[0-9a-f]{40}$/.test(sha) || this.parts.git.resolve(sha) !== sha) return false;
    this.#knownCommits.add(sha);
    return true;
  }

  openTicket(draft: {
    readonly title: string;
    readonly body: string;
    readonly author: string;
    readonly labels?: readonly string[];
    readonly pull?: PullPart;
  }): Ticket {
    const at = this.parts.now();
    const ticket: Ticket = {
      id: this.nextId(),
      number: this.tickets.size + 1,
      title: draft.title,
      body: draft.body,
      author: draft.author,
      state: 'open',
      labels: draft.labels ?? [],
      createdAt: at,
      updatedAt: at,
      closedAt: undefined,
      pull: draft.pull,
    };
    this.tickets.set(ticket.number, ticket);
    return ticket;
  }

  ticket(number: number): Ticket {
    const ticket = this.tickets.get(number);
    if (ticket === undefined) throw notFound();
    return ticket;
  }

  changeTicket(number: number, change: Partial<Ticket>): Ticket {
    const changed = { ...this.ticket(number), ...change, updatedAt: this.parts.now() };
    this.tickets.set(number, changed);
    return changed;
  }

  pull(number: number): Pull {
    const ticket = this.ticket(number);
    if (!isPull(ticket)) throw notFound();
    return ticket;
  }

  changePull(number: number, change: Partial<PullPart>): void {
    this.changeTicket(number, { pull: { ...this.pull(number).pull, ...change } });
  }

  /** In the order they were opened. */
  pulls(): readonly Pull[] {
    return [...this.tickets.values()].filter(isPull);
  }
}

function isPull(ticket: Ticket): ticket is Pull {
  return ticket.pull !== undefined;
}
