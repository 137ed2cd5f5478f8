import type { Instance } from '../../model/instance.ts';
import { type StarterExample, starterFiles } from '../starter-files.ts';
import { fleetText } from './fleet-text.ts';
import { type NewFleet, shortName } from './new-fleet.ts';
import { ESSENTIALS, type Sample } from './samples.ts';
import { replaceInTemplate, templateText } from './template-text.ts';

const DESIRED = 'desired-state';
const STARTER = `repository/${DESIRED}`;
const TEMPLATE_INSTANCE = 'DEV01';

/** A whole repository to begin with, by path in it: one sample baseline, and what a new one needs beside. */
export function starterRepository(
  templates: ReadonlyMap<string, string>,
  fleet: NewFleet,
): ReadonlyMap<string, string> {
  const text = (path: string) => templateText(templates, path);
  const { sample } = fleet;
  const beside = starterFiles(templates, {
    hosts: fleet.hosts.map(({ name }) => name),
    approvers: fleet.approval.by,
    workflow: fleet.workflow,
    example: exampleOf(fleet),
  });
  const files = new Map(beside);
  files.set(`${DESIRED}/fleet.yaml`, fleetText(text(`${STARTER}/fleet.yaml`), fleet));
  files.set(`${DESIRED}/deployment-matrix.csv`, matrixText(fleet));
  files.set(`${DESIRED}/plugins.yaml`, registryText(text(`${STARTER}/plugins.yaml`), sample));
  files.set(
    `${DESIRED}/variables/fleet.yaml`,
    variablesText(text(`${STARTER}/variables/fleet.yaml`), sample),
  );
  if (sample === undefined) return files;
  files.set(`${DESIRED}/baselines/${sample.plugin}.md`, text(sample.baseline));
  const trial = trialOf(fleet);
  if (trial !== undefined) {
    const name = shortName(trial, fleet.instances);
    const template = text(`${STARTER}/variables/instances/${TEMPLATE_INSTANCE}.yaml`);
    files.set(`${DESIRED}/variables/instances/${name}.yaml`, trialText(template, name, sample));
  }
  return files;
}

/** The instance that shows how one differs: on the first of several stages, so that nobody who plays feels it. */
function trialOf({ instances, stages, placed }: NewFleet): Instance | undefined {
  const [first] = stages;
  const isTrial = ({ id, stage }: Instance) => stage === first && placed.includes(id);
  return stages.length > 1 ? instances.find(isTrial) : undefined;
}

function exampleOf({ instances, placed, sample }: NewFleet): StarterExample | undefined {
  const instance = instances.findLast(({ id }) => placed.includes(id));
  if (instance === undefined || sample === undefined) return undefined;
  return { instance: shortName(instance, instances), plugin: sample.plugin, key: sample.key };
}

function matrixText({ instances, placed, sample }: NewFleet): string {
  const columns = instances.filter(({ managed }) => managed);
  const rows = [['plugin', ...columns.map((instance) => shortName(instance, instances))]];
  if (sample !== undefined) {
    rows.push([sample.plugin, ...columns.map(({ id }) => (placed.includes(id) ? 'x' : ''))]);
  }
  return rows.map((row) => `${row.join(',')}\n`).join('');
}

function registryText(template: string, sample: Sample | undefined): string {
  if (sample === ESSENTIALS) return template;
  return template.replace(/^plugins:\n(?: .*\n)+/m, 'plugins: {}\n');
}

function variablesText(template: string, sample: Sample | undefined): string {
  const lines = sample?.variables.map((line) => `  ${line}\n`).join('');
  const written = ESSENTIALS.variables.map((line) => `  ${line}\n`).join('');
  return replaceInTemplate(template, [
    [`variables:\n${written}`, lines === undefined ? 'variables: {}\n' : `variables:\n${lines}`],
  ]);
}

function trialText(template: string, name: string, { plugin, trial }: Sample): string {
  return replaceInTemplate(template, [
    [TEMPLATE_INSTANCE, name],
    [ESSENTIALS.trial.variable, trial.variable],
    [`  ${ESSENTIALS.plugin}:\n`, `  ${plugin}:\n`],
    [`    ${ESSENTIALS.trial.file}:\n`, `    ${trial.file}:\n`],
    [ESSENTIALS.trial.override, trial.override],
    [`${ESSENTIALS.plugin}: ${ESSENTIALS.trial.reason}`, `${plugin}: ${trial.reason}`],
  ]);
}
