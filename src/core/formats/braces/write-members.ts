import type { ConfigValue } from '../../model/config-value.ts';
import type { KeyPath } from '../../model/key-path.ts';
import type { BraceDialect } from './brace-syntax.ts';

export interface NewMember {
  /** Below the object that it goes into. */
  readonly path: KeyPath;
  readonly value: ConfigValue;
}

/** How members look in the object that they go into. */
export interface MemberStyle {
  readonly dialect: BraceDialect;
  readonly lineBreak: string;
  readonly likeKey: string;
  readonly separator: string;
  /** Of the member's line; undefined where the object stands on one line. */
  readonly indent: string | undefined;
  readonly unit: string;
  /** Between members on lines of their own. */
  readonly comma: string;
}

/** The texts of new members, without the indentation of their first line and without commas between them. */
export function memberTexts(members: readonly NewMember[], style: MemberStyle): readonly string[] {
  if (style.dialect.equalKeys === 'merge') {
    return members.map(
      ({ path, value }) => style.dialect.writeKey(path, style.likeKey) + valueText(value, style),
    );
  }
  return branchTexts(branchesOf(members), style, style.indent);
}

function valueText(value: ConfigValue, style: MemberStyle): string {
  return style.separator + style.dialect.writeValue(value, '');
}

/** New members by their first segment: a value, or the members below it. */
type Branches = Map<string, { readonly value: ConfigValue } | { readonly below: Branches }>;

function branchesOf(members: readonly NewMember[]): Branches {
  const root: Branches = new Map();
  for (const { path, value } of members) {
    let branches = root;
    for (const segment of path.slice(0, -1)) {
      let branch = branches.get(segment);
      if (branch === undefined || 'value' in branch) {
        branch = { below: new Map() };
        branches.set(segment, branch);
      }
      branches = branch.below;
    }
    branches.set(path.at(-1) ?? '', { value });
  }
  return root;
}

function branchTexts(branches: Branches, style: MemberStyle, indent: string | undefined): readonly string[] {
  return [...branches].map(([segment, branch]) => {
    const key = style.dialect.writeKey([segment], style.likeKey);
    if ('value' in branch) return key + valueText(branch.value, style);
    return key + style.separator + objectText(branch.below, style, indent);
  });
}

function objectText(branches: Branches, style: MemberStyle, indent: string | undefined): string {
  if (indent === undefined) return `{${branchTexts(branches, style, undefined).join(', ')}}`;
  const inner = indent + style.unit;
  const lines = branchTexts(branches, style, inner).map((text) => inner + text);
  return `{${style.lineBreak}${lines.join(`,${style.lineBreak}`)}${style.lineBreak}${indent}}`;
}
