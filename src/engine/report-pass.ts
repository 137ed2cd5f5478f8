import type { InstancePlan } from '../core/model/plan.ts';
import { decideActivation } from '../core/plan/decide-activation.ts';
import type { Report } from '../core/report/report.ts';
import type { InstanceFacts } from '../core/report/summarize-instance.ts';
import { summarizePass } from '../core/report/summarize-pass.ts';
import type { UnknownFolder } from '../core/report/unknown-folder.ts';
import type { LocalInstance } from '../ports/local-instances.ts';
import type { MadePlan } from './make-plan.ts';

/** What a report adds to the plan of an instance. */
export type ExtraFacts = Omit<InstanceFacts, 'activation'>;

/** The report of a plan, and of what became of it. */
export function reportPass(
  version: string,
  made: Pick<MadePlan, 'plan' | 'unknown' | 'registryTroubles' | 'suspensions' | 'steersServers'>,
  factsOf: (instance: InstancePlan) => ExtraFacts = () => ({}),
): Report {
  const facts = new Map(
    made.plan.instances.map((plan) => [
      plan.instance.id,
      { activation: decideActivation(plan.files), ...factsOf(plan) },
    ]),
  );
  return summarizePass({
    plan: made.plan,
    unknownFolders: made.unknown.map(reportFolder),
    registryTroubles: made.registryTroubles,
    suspensions: made.suspensions,
    steersServers: made.steersServers,
    version,
    factsOf: (id) => facts.get(id) ?? { activation: { kind: 'none' } },
  });
}

function reportFolder({ folder, module, platform, amp, root }: LocalInstance): UnknownFolder {
  return {
    folder,
    module: module === 'controller' ? 'unknown' : module,
    platform: platform ?? null,
    friendlyName: amp?.friendlyName ?? null,
    reason: reasonOf(root),
  };
}

function reasonOf(root: LocalInstance['root']): string | null {
  switch (root.kind) {
    case 'found':
      return null;
    case 'refused':
      return root.reason;
    case 'absent':
      return 'AMP lists it, and its folder is not there';
  }
}
