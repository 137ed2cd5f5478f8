import type { Explanation, LayerReport } from '../../core/report/report-explanation.ts';
import { type Line, type Screen, type Span, styled } from './screen.ts';
import { layoutTable } from './table.ts';
import { valueText } from './value-text.ts';

const VALUE_LENGTH = 400;

/** Prints every layer, what came of them, and what the server has. */
export function printExplanation(screen: Screen, explanation: Explanation): void {
  const { instance, plugin, file, key, layers, desired, live } = explanation;
  screen.print([styled('bold', key), `  of ${plugin} on ${instance}, in ${file}`], []);
  screen.print(
    ...layoutTable(['LAYER', 'WRITTEN', 'GIVES', 'WHERE', ''], layers.map(layerRow), screen.width),
    [],
  );
  const reasons = layers.filter((layer) => layer.reason !== null);
  screen.print(
    ...reasons.map(({ name, reason }): Line => [`Why ${name} differs: ${reason ?? ''}`]),
    ['Desired: ', styled('bold', valueText(desired, VALUE_LENGTH))],
    liveLine(live),
    activationLine(explanation),
  );
}

function layerRow(layer: LayerReport): readonly Span[] {
  const name = layer.layer === 'baseline' ? 'baseline' : `${layer.layer} ${layer.name}`;
  return [
    name,
    valueText(layer.written, VALUE_LENGTH),
    layer.rendered === null ? '' : valueText(layer.rendered, VALUE_LENGTH),
    `${layer.file}:${layer.line}`,
    layer.wins ? styled('green', 'wins') : '',
  ];
}

function liveLine(live: Explanation['live']): Line {
  if (live.kind === 'not-looked-at') return ['Live:    not looked at: ', live.reason];
  const place = live.line > 0 ? `line ${live.line}, ` : '';
  return ['Live:    ', valueText(live.value, VALUE_LENGTH), styled('dim', `  (${place}${live.verdict})`)];
}

function activationLine({ activation }: Explanation): Line {
  switch (activation.kind) {
    case 'none':
      return ['A change needs nothing more.'];
    case 'reload':
      return [`After a change: ${activation.commands.join(', ')} in the server's console.`];
    case 'restart':
      return ['After a change: a restart of the server.'];
  }
}
