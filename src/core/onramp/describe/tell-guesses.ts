import type { Guess } from '../description.ts';
import { type KeyFinding, listItems } from './collect-guesses.ts';
import type { Groups } from './create-layerer.ts';
import { keyName } from './fleet-table.ts';
import { type LaidOut, linesByGroup } from './lay-out.ts';
import { ABSENT } from './layering.ts';
import type { NamedSecrets } from './name-secrets.ts';

/** Keys that had to be written as `!absent` somewhere. */
export function tellAbsentKeys({ files }: LaidOut): readonly KeyFinding[] {
  return files.flatMap(({ baseline, file, layerings }) =>
    file.columns.flatMap((column, index) => {
      const layering = layerings[index];
      const words =
        layering === undefined ? [] : [...layering.hosts, ...layering.groups, ...layering.instances.values()];
      if (!words.includes(ABSENT)) return [];
      const reason = `Some servers lack keys that most have, so \`!absent\` is written for them`;
      return [
        { kind: 'absent-keys', subject: baseline.seenAs, reason, key: keyName({ baseline, file, column }) },
      ];
    }),
  );
}

/** The secrets that were lifted out, each with its places and without its value. */
export function tellSecrets(secrets: NamedSecrets): readonly Guess[] {
  return [...secrets.values()].map(({ name, uses }) => {
    const places = [...new Set(uses.map(({ locus }) => `\`${keyName(locus)}\``))];
    return {
      kind: 'secret',
      subject: name,
      text: `The value of ${listItems(places)} is a secret, written as \`{{secret:${name}}}\`.`,
      change: 'Give every host that uses it the value; the repository never holds it.',
    };
  });
}

export function tellVariables({ variables }: LaidOut): readonly Guess[] {
  return variables.map(({ variable: { name, keys, members } }) => ({
    kind: 'variable',
    subject: name,
    text: `${keys.length} ${keys.length === 1 ? 'key follows' : 'keys follow'} one value on ${members.length} servers, so it is the variable \`${name}\`: ${listItems(keys.map((key) => `\`${key}\``))}.`,
    change: 'Write the value itself at a key that is equal by chance, or rename the variable everywhere.',
  }));
}

/** Groups that nobody asked for. */
export function tellGroups(laidOut: LaidOut, given: Groups): readonly Guess[] {
  const lines = linesByGroup(laidOut);
  return [...laidOut.layers.groups].flatMap(([name, ids]) => {
    if (given.has(name)) return [];
    const names = laidOut.table.instances.map((instance) => instance.name);
    const members = ids.map((id) => {
      const name = id.slice(id.indexOf('/') + 1);
      return names.filter((other) => other === name).length > 1 ? id : name;
    });
    return [
      {
        kind: 'group',
        subject: name,
        text: `${listItems(members)} share ${lines.get(name) ?? 0} settings that the others lack, so they are the group \`${name}\`.`,
        change: `To name or cut it yourself: \`--group ${name}=${members.join(',')}\`.`,
      },
    ];
  });
}

export function tellStages(stages: readonly string[]): readonly Guess[] {
  const last = stages.at(-1);
  if (last === undefined || stages.length < 2) return [];
  return [
    {
      kind: 'stage',
      subject: last,
      text: `Every server is in the last stage, \`${last}\`.`,
      change: 'Give the servers that may try changes first another `stage` in fleet.yaml.',
    },
  ];
}
