import { controllerSummary, summaryOf, targetOf } from '../answers/instance-answer.ts';
import { done } from '../answers/plain-answers.ts';
import { statusFalse } from '../http/refusal.ts';
import { isAllowed } from '../http/sessions.ts';
import { type AmpWorld, type Call, flagIn, textIn } from '../http/world.ts';
import type { Instance } from '../server/instance.ts';
import { type ControllerMethod, sharedMethods, specOf } from './method.ts';

/** What the controller itself answers. */
export const CONTROLLER_METHODS: ReadonlyMap<string, ControllerMethod> = new Map(
  Object.entries<ControllerMethod>({
    ...sharedMethods,

    'Core/GetAPISpec': (world) => specOf(world, 'controller'),

    'ADSModule/GetInstances': (world, call) => {
      const own = flagIn(call, 'ForceIncludeSelf') ? ownSummary(world) : [];
      const listed = [...own, ...summaries(world, call)];
      if (world.options.instancesShape === 'flat') return listed;
      return [targetOf(listed, world.agenda.now())];
    },

    'ADSModule/GetLocalInstances': (world, call) => [...ownSummary(world), ...summaries(world, call)],

    'ADSModule/GetInstance': (world, call) => {
      const id = textIn(call, 'InstanceId').toLowerCase();
      const found = visible(world, call).find(({ folder }) => folder.id.toLowerCase() === id);
      if (found === undefined) throw statusFalse('No such instance with this ID');
      return summaryOf(found, world.version);
    },

    'ADSModule/GetInstanceStatuses': (world, call) =>
      visible(world, call).map(({ folder, daemon }) => ({
        InstanceID: folder.id,
        Running: daemon.isReportedUp(),
      })),

    'ADSModule/StartInstance': (world, call) => {
      const name = textIn(call, 'InstanceName');
      const found = visible(world, call).find(({ folder }) => folder.spec.name === name);
      if (found === undefined) throw statusFalse('No such instance with this name');
      if (!found.daemon.start()) throw statusFalse('The instance is already running');
      return done();
    },
  }),
);

function visible({ instances }: AmpWorld, { session }: Call): readonly Instance[] {
  return [...instances.values()].filter(({ folder }) => isAllowed(session, `Instances.${folder.id}.Manage`));
}

function summaries(world: AmpWorld, call: Call): readonly ReturnType<typeof summaryOf>[] {
  return visible(world, call).map((instance) => summaryOf(instance, world.version));
}

function ownSummary({ controller, version }: AmpWorld): readonly ReturnType<typeof controllerSummary>[] {
  return controller === undefined ? [] : [controllerSummary(controller, version)];
}
