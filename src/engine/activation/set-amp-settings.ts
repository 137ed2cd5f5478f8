import { type ConfigValue, canonicalText } from '../../core/model/config-value.ts';
import { OperatingError } from '../../core/model/errors.ts';
import type { DesiredValue } from '../../core/model/managed-file.ts';
import type { InstancePlan } from '../../core/model/plan.ts';
import { SERVER_CODES } from '../../core/model/server-codes.ts';
import type { InstanceOutcome } from '../apply/apply-plan.ts';
import { type ChangedSetting, readActivation, writeActivation } from './activation-note.ts';
import type { ServerAddress } from './look-at-server.ts';
import { addressOf, type RoundInput, type Steered } from './round.ts';

/** Settings of AMP that were changed for one instance. */
interface Changed {
  readonly server: string;
  readonly plan: InstancePlan;
  readonly settings: readonly ChangedSetting[];
}

export interface AmpSettingsSet {
  /** Those whose settings could not be set are blocked. */
  readonly plans: readonly InstancePlan[];
  readonly changed: readonly Changed[];
}

/**
 * Sets in AMP what AMP would otherwise lay over the written files at the next start. Only of instances that are written
 * in this round, so their servers are down.
 */
export async function setAmpSettings(steered: Steered, input: RoundInput): Promise<AmpSettingsSet> {
  const plans: InstancePlan[] = [];
  const changed: Changed[] = [];
  for (const plan of input.plans) {
    const wanted = plan.blocked === undefined ? wantedSettings(plan) : [];
    const address = addressOf(input.made, plan.instance);
    if (wanted.length === 0 || address === undefined) {
      plans.push(plan);
      continue;
    }
    const settings: ChangedSetting[] = [];
    try {
      for (const setting of wanted) settings.push(await setOne(steered, { plan, address, setting }));
      plans.push(plan);
    } catch (failure) {
      if (!(failure instanceof OperatingError)) throw failure;
      plans.push({ ...plan, blocked: refused(failure) });
    }
    if (settings.length > 0) changed.push({ server: address.server, plan, settings });
  }
  return { plans, changed };
}

interface WantedSetting {
  readonly node: string;
  readonly value: string;
}

function wantedSettings(plan: InstancePlan): readonly WantedSetting[] {
  return plan.files.flatMap(({ file, changes }) =>
    changes.flatMap(({ key }) => {
      const node = file.activation.ampSettings.get(key.id);
      const value = settingText(key.value);
      return node === undefined || value === undefined ? [] : [{ node, value }];
    }),
  );
}

/** AMP's own settings that a plan changes. */
export function ampNodesOf(plan: InstancePlan): readonly string[] {
  return wantedSettings(plan).map(({ node }) => node);
}

/** AMP keeps every setting as text. */
function settingText(value: DesiredValue): string | undefined {
  switch (value.kind) {
    case 'value':
      return textOf(value.value);
    case 'secret':
      return textOf(value.secret.reveal());
    case 'absent':
      return '';
    case 'unresolved':
      return undefined;
  }
}

function textOf(value: ConfigValue): string {
  if (typeof value === 'string') return value;
  return value === null ? '' : typeof value === 'object' ? canonicalText(value) : String(value);
}

interface OneSetting {
  readonly plan: InstancePlan;
  readonly address: ServerAddress;
  readonly setting: WantedSetting;
}

async function setOne(
  steered: Steered,
  { plan, address, setting: { node, value } }: OneSetting,
): Promise<ChangedSetting> {
  const { settings } = steered.amp.operator;
  const before = await settings.read(address.server, node);
  keepInNote(steered, plan, { node, before });
  if (before !== value) await settings.write(address.server, node, value);
  return { node, before };
}

/** Before it is changed, so that it goes back with the files if the server does not do well, whoever sees to that. */
function keepInNote({ amp }: Steered, { instance }: InstancePlan, setting: ChangedSetting): void {
  const note = readActivation(amp.notes, instance.id);
  if (note?.step !== 'down' || note.settings.some(({ node }) => node === setting.node)) return;
  writeActivation(amp.notes, { ...note, settings: [...note.settings, setting] });
}

/** Sets back what was set for instances whose files were not written after all. */
export async function unsetAmpSettings(
  { amp, log }: Steered,
  { changed }: AmpSettingsSet,
  outcomes: readonly InstanceOutcome[],
): Promise<void> {
  const applied = new Set(outcomes.filter(({ kind }) => kind === 'applied').map(({ instance }) => instance));
  for (const { server, plan, settings } of changed) {
    if (applied.has(plan.instance.id)) continue;
    for (const { node, before } of settings.toReversed()) {
      try {
        await amp.operator.settings.write(server, node, before);
      } catch (failure) {
        if (!(failure instanceof OperatingError)) throw failure;
        log.warn('a setting of AMP could not be set back', {
          instance: plan.instance.id,
          node,
          why: failure.message,
        });
      }
    }
  }
}

function refused(failure: OperatingError): NonNullable<InstancePlan['blocked']> {
  return {
    code: SERVER_CODES.ampSetting,
    message: `AMP's own settings can't be set: ${failure.message}`,
    help: failure.next,
  };
}
