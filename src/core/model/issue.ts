/** A mistake in what people wrote. Issues are collected and shown together, never thrown one by one. */
export interface Issue {
  readonly severity: 'error' | 'warning';
  /** Stable kebab-case name, for tests and for looking it up in docs/. */
  readonly code: string;
  /** What is wrong, with the names involved. Never holds a secret's value. */
  readonly message: string;
  /** What to do about it, as an instruction. */
  readonly help: string;
  readonly place: SourcePlace;
}

/** Where a person wrote something. Lines and columns count from 1; 0 means the whole file. */
export interface SourcePlace {
  /** Path in the repository, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** For workbooks: sheet and cell, such as `Variables` and `C7`. */
  readonly sheet?: string;
  readonly cell?: string;
}

export function compareIssues(a: Issue, b: Issue): number {
  return (
    (a.place.file < b.place.file ? -1 : a.place.file > b.place.file ? 1 : 0) ||
    a.place.line - b.place.line ||
    a.place.column - b.place.column ||
    (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
  );
}

export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some((issue) => issue.severity === 'error');
}
