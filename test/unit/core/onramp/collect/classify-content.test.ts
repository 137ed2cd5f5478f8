import { describe, expect, it } from 'vitest';
import { formatByName } from '../../../../../src/core/formats/index.ts';
import {
  chooseLanguages,
  languagesNamedIn,
} from '../../../../../src/core/onramp/collect/choose-languages.ts';
import { classifyContent } from '../../../../../src/core/onramp/collect/classify-content.ts';

function entriesOf(text: string, format: 'yaml' | 'json' = 'yaml') {
  const result = formatByName(format).read(text);
  if (result.kind === 'unreadable') throw new Error(result.error.message);
  return [...result.document.entries()];
}

const UUID = '0c5f7e1a-6f0b-4d0e-9a55-1b2c3d4e5f60';

describe('classifyContent', () => {
  it.each([
    ['keys of players', `${UUID}: { points: 3 }\nversion: 1\n`, 'player-data'],
    ['ids of players as values', `a: ${UUID}\nb: ${UUID}\nc: ${UUID}\nd: 1\n`, 'player-data'],
    ['moments', 'a: 1700000000000\nb: 1700000000001\nc: 3\n', 'saved-data'],
    ['places', 'home: { world: w, x: 1.0, y: 2.0, z: 3.0 }\nname: a\n', 'saved-data'],
    ['objects of the server', 'a: { "==": org.bukkit.Location, x: 1 }\n', 'serialized-objects'],
  ])('sees %s', (_, text, reason) => {
    expect(classifyContent(entriesOf(text), false)).toBe(reason);
  });

  it('takes settings that hold a few such things', () => {
    const text = `owner: ${UUID}\nsince: 1700000000000\nspawn: { x: 1, y: 2 }\na: 1\nb: 2\nc: 3\nd: 4\n`;
    expect(classifyContent(entriesOf(text), false)).toBeUndefined();
  });

  it('is stricter where the name speaks of data', () => {
    const text = 'last: 1700000000000\na: 1\nb: 2\nc: 3\n';
    expect(classifyContent(entriesOf(text), false)).toBeUndefined();
    expect(classifyContent(entriesOf(text), true)).toBe('saved-data');
    expect(classifyContent(entriesOf('method: sqlite\n'), true)).toBeUndefined();
  });

  it('takes nothing without keys', () => {
    expect(classifyContent(entriesOf('[1, 2]', 'json'), false)).toBe('no-settings');
  });
});

describe('the language that a plugin uses', () => {
  it('is the one that its settings name, whatever the files are called', () => {
    const named = languagesNamedIn(
      entriesOf('settings: { defaultLanguage: en-US, theme: dark }\nlang-file: lang_de.yml\n'),
    );
    expect(named).toEqual(['en_us', 'lang_de']);
    expect(
      chooseLanguages(['lang/en_US.yml', 'lang/de.yml', 'lang/lang_de.yml', 'lang/fr.yml'], named),
    ).toEqual(['lang/en_US.yml', 'lang/lang_de.yml']);
  });

  it('is every file where there is one language, and none where nothing names one of several', () => {
    expect(chooseLanguages(['lang/assets_en.yml', 'lang/lang_en.yml'], [])).toHaveLength(2);
    expect(chooseLanguages(['lang/en.yml', 'lang/de.yml'], [])).toEqual([]);
    expect(chooseLanguages(['messages_jp.yml'], [])).toEqual([]);
  });
});
