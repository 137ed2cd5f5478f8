import type { Report } from '../../core/report/report.ts';
import type { UnknownFolder } from '../../core/report/unknown-folder.ts';
import { type Line, styled } from './screen.ts';

/** What the host has beyond the fleet, and what of AMP's registry could not be used. */
export function unknownFolderLines({
  unknownFolders,
  registryTroubles,
}: Pick<Report, 'unknownFolders' | 'registryTroubles'>): readonly Line[] {
  const texts = unknownFolders.map(folderText);
  return [
    ...(texts.length > 0
      ? [[styled('yellow', 'Folders that the fleet does not name: '), texts.join(', ')]]
      : []),
    ...registryTroubles.map((trouble) => [styled('yellow', trouble)]),
  ];
}

/** `OLD01 (paper, "Old survival")`, as far as it is known. */
function folderText({ folder, module, platform, friendlyName, reason }: UnknownFolder): string {
  const kind = platform ?? (module === 'unknown' ? null : module);
  const friendly = friendlyName === null || friendlyName === folder ? null : JSON.stringify(friendlyName);
  const facts = [kind, friendly, reason].filter((fact) => fact !== null);
  return facts.length === 0 ? folder : `${folder} (${facts.join(', ')})`;
}
