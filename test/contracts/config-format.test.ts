import { describe, expect, it } from 'vitest';
import { formatByName } from '../../src/core/formats/index.ts';
import { FORMAT_NAMES } from '../../src/core/model/format-name.ts';
import { describeConfigFormat, type FormatSample } from './config-format.ts';

const nested: Omit<FormatSample, 'format' | 'text' | 'commas'> = {
  string: ['chat', 'greeting'],
  int: ['limits', 'players'],
  boolean: ['limits', 'strict'],
  list: ['chat', 'worlds'],
  added: ['chat', 'farewell'],
  addedDeep: ['storage', 'pool', 'name'],
  hasSections: true,
  onlyText: false,
};

describeConfigFormat({
  ...nested,
  format: formatByName('yaml'),
  commas: false,
  text: `# about the file
limits:
  players: 20   # about players
  strict: true
# about chat
chat:
  greeting: 'hello there'
  # about worlds
  worlds:
  - one
  - two
  colour: "&a"
last: 1.5
`,
});

describeConfigFormat({
  ...nested,
  format: formatByName('toml'),
  commas: false,
  text: `# about the file
first = 1.5

[limits]
players = 20   # about players
strict = true

# about chat
[chat]
greeting = "hello there"
# about worlds
worlds = [
  "one",
  "two"
]
colour = '&a'
`,
});

describeConfigFormat({
  ...nested,
  format: formatByName('json'),
  commas: true,
  text: `{
  // about the file
  "limits": {
    "players": 20,   // about players
    "strict": true
  },
  // about chat
  "chat": {
    "greeting": "hello there",
    // about worlds
    "worlds": [
      "one",
      "two"
    ],
    "colour": "&a"
  },
  "last": 1.5
}
`,
});

describeConfigFormat({
  ...nested,
  format: formatByName('hocon'),
  commas: false,
  text: `# about the file
limits {
  players = 20   # about players
  strict = true
}
// about chat
chat {
  greeting = "hello there"
  # about worlds
  worlds = [
    one
    two
  ]
  colour = "&a"
}
last = 1.5
`,
});

describeConfigFormat({
  format: formatByName('properties'),
  text: `# about the file
#Sun Nov 22 12:00:00 UTC 2026
max-players=20
online-mode=true
! about the message
motd=hello there
rcon.port : 25575
level-name world
`,
  string: ['motd'],
  int: ['max-players'],
  boolean: ['online-mode'],
  list: undefined,
  added: ['view-distance'],
  addedDeep: ['query', 'port'],
  hasSections: false,
  onlyText: true,
  commas: false,
});

describe('every format', () => {
  it('is found by its name', () => {
    expect(FORMAT_NAMES.map((name) => formatByName(name).name)).toEqual([...FORMAT_NAMES]);
  });

  it('gives back the same text when nothing is edited', () => {
    for (const name of FORMAT_NAMES) {
      expect(formatByName(name).edit('a\r\nb', [])).toEqual({ kind: 'edited', text: 'a\r\nb' });
    }
  });
});
