import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { RENDER_ISSUES } from '../../src/core/render/issue-codes.ts';
import { SOURCE_ISSUES } from '../../src/core/source/issue-codes.ts';
import { DEMO } from '../../src/demo/demo-spec.ts';
import { type Document, ROOT, readDocument, readDocuments } from './read-document.ts';

const documents = readDocuments();
const LINK = /\[[^\]]*\]\(([^)\s]+)\)/g;

describe('the links of every document', () => {
  it('lead to files that are there', () => {
    const links = documents.flatMap((document) =>
      relativeLinks(document).map(({ file }) => [document.path, file]),
    );
    expect(links.length).toBeGreaterThan(50);
    expect(links.filter(([, file]) => !existsSync(join(ROOT, file ?? '')))).toEqual([]);
  });

  it('lead to headings that are there', () => {
    const broken = documents.flatMap((document) =>
      relativeLinks(document)
        .filter(({ file, anchor }) => anchor !== undefined && !anchorsOf(readDocument(file)).has(anchor))
        .map(({ file, anchor }) => `${document.path}: ${file}#${anchor}`),
    );
    expect(broken).toEqual([]);
  });

  it('reach every document from the README', () => {
    const reached = new Set<string>();
    const follow = (path: string): void => {
      if (reached.has(path) || !path.endsWith('.md')) return;
      reached.add(path);
      for (const { file } of relativeLinks(readDocument(path))) follow(file);
    };
    follow('README.md');
    const apart = documents.map(({ path }) => path).filter((path) => !reached.has(path));
    expect(apart).toEqual([]);
  });
});

/** Places of the project that documents may name in code marks. */
const PROJECT_PATH = /`((?:src|test|docs|deploy|templates|desired-state)\/[A-Za-z0-9_./-]*)`/g;
/** About the reader's own repository, not about the project's. */
const READERS_OWN = /^(?:desired-state|templates)\//;

describe('what documents name', () => {
  it('is there: folders and files of the project', () => {
    const named = documents.flatMap(({ path, prose }) =>
      [...prose.matchAll(PROJECT_PATH)].map((match) => [path, match[1] ?? ''] as const),
    );
    expect(named.length).toBeGreaterThan(40);
    const gone = named.filter(([, name]) => !READERS_OWN.test(name) && !existsSync(join(ROOT, name)));
    expect(gone).toEqual([]);
  });

  it('is a folder where it ends in a slash', () => {
    const folders = documents.flatMap(({ prose }) =>
      [...prose.matchAll(PROJECT_PATH)].map((match) => match[1] ?? ''),
    );
    const wrong = folders.filter(
      (name) =>
        name.endsWith('/') && existsSync(join(ROOT, name)) && !statSync(join(ROOT, name)).isDirectory(),
    );
    expect(wrong).toEqual([]);
  });

  it('is every folder of the sources, in docs/architecture.md', () => {
    const { prose } = readDocument('docs/architecture.md');
    expect(sourceFolders().length).toBeGreaterThan(15);
    const missing = sourceFolders().filter((folder) => !prose.includes(`\`${folder}/\``));
    expect(missing).toEqual([]);
  });

  it('is every issue code, in docs/issues.md', () => {
    const { prose } = readDocument('docs/issues.md');
    const codes = [...Object.keys(SOURCE_ISSUES), ...Object.keys(RENDER_ISSUES)];
    expect(codes.filter((code) => !prose.includes(`<a id="${code}"></a>`))).toEqual([]);
  });

  it('is no command that homeamp lacks', () => {
    const known = new Set([...COMMANDS, DEMO].map(({ name }) => name));
    const named = documents.flatMap(({ path, text }) =>
      [...text.matchAll(/`homeamp ([a-z]+)/g)].map((match) => [path, match[1] ?? ''] as const),
    );
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(([, name]) => !known.has(name))).toEqual([]);
  });
});

interface Link {
  readonly file: string;
  readonly anchor: string | undefined;
}

function relativeLinks({ path, prose }: Document): readonly Link[] {
  return [...prose.matchAll(LINK)].flatMap((match): readonly Link[] => {
    const target = match[1] ?? '';
    if (/^[a-z]+:/.test(target)) return [];
    const [name = '', anchor] = target.split('#');
    return [{ file: name === '' ? path : normalize(join(dirname(path), name)), anchor }];
  });
}

/** Anchors as GitHub makes them from headings, and those that are written. */
function anchorsOf({ prose }: Document): ReadonlySet<string> {
  const headings = [...prose.matchAll(/^#{1,6} (.+)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replace(/[^a-z0-9 _-]/g, '')
      .replaceAll(' ', '-'),
  );
  const written = [...prose.matchAll(/<a id="([^"]+)">/g)].map((match) => match[1] ?? '');
  return new Set([...headings, ...written]);
}

/** Folders of `src/`, and those of its floors. */
function sourceFolders(): readonly string[] {
  const below = (folder: string) =>
    readdirSync(join(ROOT, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${folder}/${entry.name}`);
  const floors = new Set(['src/core', 'src/adapters']);
  return below('src').flatMap((folder) => (floors.has(folder) ? below(folder) : [folder]));
}
