import type { ScalarNode } from '../formats/yaml/nodes.ts';
import type { SourceIssueCode } from './issue-codes.ts';
import { quoteName } from './report-issue.ts';

interface ScalarTrap {
  readonly code: SourceIssueCode;
  readonly message: string;
  readonly help: string;
}

const SEXAGESIMAL = /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const OCTAL = /^[-+]?0[0-7_]*[1-7][0-7_]*$/;
const DATE = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:$|[Tt \t])/;
const YES_NO = /^(?:yes|no|on|off)$/i;
const QUOTE = 'Put it in quotes if text is meant';

/** What SnakeYAML makes of an unquoted scalar that people usually meant as text; undefined when it is plain. */
export function findScalarTrap(
  node: ScalarNode,
  role: 'key' | 'value' | 'text-list',
  usedAnchors: ReadonlySet<string>,
): ScalarTrap | undefined {
  if (node.anchor !== undefined && !usedAnchors.has(node.anchor)) return anchorTrap(node.anchor);
  if (node.style !== 'plain') return undefined;
  const { text } = node;
  if (role !== 'key') {
    if (SEXAGESIMAL.test(text)) return sexagesimalTrap(text);
    if (OCTAL.test(text)) return octalTrap(text);
    if (DATE.test(text)) return dateTrap(text);
  }
  return role !== 'value' && YES_NO.test(text) ? booleanTrap(text) : undefined;
}

function anchorTrap(anchor: string): ScalarTrap {
  return {
    code: 'yaml-anchor',
    message: `YAML takes ${quoteName(`&${anchor}`)} for the name of an anchor, so it is not part of the value.`,
    help: 'Put the value in quotes.',
  };
}

function sexagesimalTrap(text: string): ScalarTrap {
  const sign = text.startsWith('-') ? -1 : 1;
  const parts = text.replace(/^[-+]/, '').replaceAll('_', '').split(':').map(Number);
  const value = sign * parts.reduce((total, part) => total * 60 + part, 0);
  return {
    code: 'yaml-sexagesimal',
    message: `The server reads ${quoteName(text)} as the number ${value}.`,
    help: `${QUOTE}; write ${value} if the number is.`,
  };
}

function octalTrap(text: string): ScalarTrap {
  const value = Number.parseInt(text.replaceAll('_', ''), 8);
  return {
    code: 'yaml-octal',
    message: `The server reads ${quoteName(text)} as the octal number ${value}.`,
    help: `${QUOTE}; write ${value} if the number is.`,
  };
}

function dateTrap(text: string): ScalarTrap {
  return {
    code: 'yaml-timestamp',
    message: `The server reads ${quoteName(text)} as a point in time, not as text.`,
    help: `${QUOTE}.`,
  };
}

function booleanTrap(text: string): ScalarTrap {
  const value = /^(?:yes|on)$/i.test(text);
  return {
    code: 'yaml-boolean-word',
    message: `The server reads ${quoteName(text)} as ${value}.`,
    help: `${QUOTE}; write ${value} if that is.`,
  };
}
