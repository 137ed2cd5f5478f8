import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { ROOT } from './read-document.ts';

/** A text of the source, with `…` where it puts something in. */
export interface SourceText {
  /** Below `src/`. */
  readonly file: string;
  readonly text: string;
}

/** Everything that the source can say to a person of something in the way. */
export interface SourceMessages {
  /** What failures that are expected say. */
  readonly failures: readonly SourceText[];
  /** Why an instance or a commit is held, as far as the words stand in the source as they are. */
  readonly reasons: readonly SourceText[];
  /** The codes of these reasons, or `SERVER_CODES.` and their name there. */
  readonly codes: readonly SourceText[];
  /** What the log says at the levels `warn` and `error`. */
  readonly warnings: readonly SourceText[];
  /** Every text of the source, whatever for. */
  readonly all: readonly SourceText[];
}

const FAILURE = /^(?:Mistake|Transient|StalePlan|ApplyFailed|Stuck)Error$/;
const WARNING = /(?:^|\.)log\.(?:warn|error)$/;
/** Stand-ins and the demo play others; these say nothing of an installation. */
const APART = /^(?:stand-ins|demo|build)\//;

export function readSourceMessages(): SourceMessages {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(join(ROOT, 'src'), join(entry.parentPath, entry.name)))
    .filter((file) => !APART.test(file));
  const found = files.map(messagesOf);
  return {
    failures: found.flatMap(({ failures }) => failures),
    reasons: found.flatMap(({ reasons }) => reasons),
    codes: found.flatMap(({ codes }) => codes),
    warnings: found.flatMap(({ warnings }) => warnings),
    all: found.flatMap(({ all }) => all),
  };
}

interface Found {
  readonly failures: SourceText[];
  readonly reasons: SourceText[];
  readonly codes: SourceText[];
  readonly warnings: SourceText[];
  readonly all: SourceText[];
}

function messagesOf(file: string): Found {
  const found: Found = { failures: [], reasons: [], codes: [], warnings: [], all: [] };
  const source = ts.createSourceFile(
    file,
    readFileSync(join(ROOT, 'src', file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const add = (list: SourceText[], node: ts.Expression | undefined) =>
    list.push(...textsOf(node).map((text) => ({ file, text })));
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && FAILURE.test(node.expression.getText()))
      add(found.failures, node.arguments?.[0]);
    if (ts.isObjectLiteralExpression(node)) {
      const { code, message, help } = propertiesOf(node);
      if (message !== undefined && help !== undefined) {
        found.codes.push(...codesOf(code).map((text) => ({ file, text })));
        add(found.reasons, message);
      }
    }
    if (ts.isCallExpression(node) && WARNING.test(node.expression.getText()))
      add(found.warnings, node.arguments[0]);
    if (isText(node)) add(found.all, node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

type Properties = Readonly<Record<string, ts.Expression | undefined>>;

function propertiesOf(node: ts.ObjectLiteralExpression): Properties {
  return Object.fromEntries(
    node.properties
      .filter(ts.isPropertyAssignment)
      .map((property) => [property.name.getText(), property.initializer]),
  );
}

/** A code as it is written, or by the name that the server's codes give it. */
function codesOf(node: ts.Expression | undefined): readonly string[] {
  if (
    node !== undefined &&
    ts.isPropertyAccessExpression(node) &&
    node.expression.getText() === 'SERVER_CODES'
  ) {
    return [`SERVER_CODES.${node.name.text}`];
  }
  return textsOf(node);
}

function isText(
  node: ts.Node,
): node is ts.StringLiteral | ts.NoSubstitutionTemplateLiteral | ts.TemplateExpression {
  return (
    ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node)
  );
}

function textsOf(node: ts.Expression | undefined): readonly string[] {
  if (node === undefined) return [];
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (ts.isTemplateExpression(node)) {
    return [node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('')];
  }
  return ts.isStringLiteralLike(node) ? [node.text] : [];
}
