import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

export interface Document {
  /** In the repository, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly fences: readonly Fence[];
  /** The text without what stands in fences. */
  readonly prose: string;
}

export interface Fence {
  /** Line of the opening fence, from 1. */
  readonly line: number;
  readonly info: string;
  readonly text: string;
  /** The last line above it that is not blank. */
  readonly above: string;
}

const GENERATED = new Set(['docs/agent-yaml.md', 'docs/commands.md', 'docs/issues.md']);

/** Every document of the project, those that are made from the code included. */
export function readDocuments(): readonly Document[] {
  const docs = readdirSync(join(ROOT, 'docs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
  const top = readdirSync(ROOT).filter((name) => name.endsWith('.md'));
  return [...top, ...docs].map(readDocument);
}

export function isGenerated({ path }: Document): boolean {
  return GENERATED.has(path);
}

export function readDocument(path: string): Document {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return { path, text, ...splitFences(text) };
}

const OPENING = /^(`{3,})([^`]*)$/;

function splitFences(text: string): Pick<Document, 'fences' | 'prose'> {
  const fences: Fence[] = [];
  const prose: string[] = [];
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const [, marks, info] = OPENING.exec(lines[index] ?? '') ?? [];
    if (marks === undefined || info === undefined) {
      prose.push(lines[index] ?? '');
      continue;
    }
    const end = lines.indexOf(marks, index + 1);
    if (end === -1) throw new Error(`the block in line ${index + 1} is not closed`);
    const above = prose.findLast((line) => line.trim() !== '') ?? '';
    fences.push({ line: index + 1, info: info.trim(), above, text: lines.slice(index + 1, end).join('\n') });
    index = end;
  }
  return { fences, prose: prose.join('\n') };
}

/** One thing that a document lets its reader do. */
export type Step =
  /** A block under a line such as ``File `desired-state/fleet.yaml`:``. */
  | { readonly kind: 'file'; readonly line: number; readonly path: string; readonly text: string }
  | ({ readonly kind: 'posted' } & PostedStep)
  | ({ readonly kind: 'command' } & CommandStep);

/** A block such as ```text posted=comment```: what can be read on the forge at this point. */
export interface PostedStep {
  readonly line: number;
  readonly name: string;
  readonly lines: readonly string[];
}

export interface CommandStep {
  readonly line: number;
  readonly command: string;
  /** As shown below it; a line of `…` stands for any lines. */
  readonly output: readonly string[];
  /** What the command ends with, from the block's `exit=1`. */
  readonly exit: number;
}

const FILE = /^File `([^`]+)`:$/;

export function stepsOf({ fences }: Document): readonly Step[] {
  return fences.flatMap((fence): readonly Step[] => {
    const path = FILE.exec(fence.above)?.[1];
    if (path !== undefined) return [{ kind: 'file', line: fence.line, path, text: `${fence.text}\n` }];
    const [language, ...words] = fence.info.split(' ');
    const name = words.find((word) => word.startsWith('posted='))?.slice('posted='.length);
    if (name !== undefined)
      return [{ kind: 'posted', line: fence.line, name, lines: fence.text.split('\n') }];
    if (language !== 'console') return [];
    const exit = Number(words.find((word) => word.startsWith('exit='))?.slice('exit='.length) ?? 0);
    return commandsOf(fence, exit);
  });
}

/** The exit code is the last command's; those before it end with 0. */
function commandsOf(fence: Fence, exit: number): readonly Step[] {
  const steps: { line: number; command: string; output: string[] }[] = [];
  fence.text.split('\n').forEach((line, index) => {
    const last = steps.at(-1);
    if (line.startsWith('$ '))
      steps.push({ line: fence.line + 1 + index, command: line.slice(2), output: [] });
    else if (last === undefined) throw new Error(`line ${fence.line + 1} is no command`);
    else if (last.command.endsWith('\\')) last.command = `${last.command.slice(0, -1).trim()} ${line.trim()}`;
    else last.output.push(line);
  });
  return steps.map((step, index) => ({
    kind: 'command',
    ...step,
    exit: index === steps.length - 1 ? exit : 0,
  }));
}
