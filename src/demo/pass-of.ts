import { setTimeout as pause } from 'node:timers/promises';
import { expectExit, RYZEN, type Stage, XEON } from './stage.ts';

/** One pass of each agent, one after the other. A real agent makes one a minute, or as soon as GitHub says so. */
export async function passOf(stage: Stage, ...hosts: readonly string[]): Promise<void> {
  for (const host of hosts) {
    await expectExit(stage, ['agent', '--once', '--config', stage.sandbox.settingsOf(host)], 0);
  }
}

/** Longer than any stage soaks in the sandbox. */
const SOAK_MILLIS = 2100;

export function soak(): Promise<void> {
  return pause(SOAK_MILLIS);
}

/** Passes and soak times until a revision is through all stages on both hosts. */
export async function climb(stage: Stage): Promise<void> {
  await passOf(stage, XEON);
  await soak();
  await passOf(stage, XEON, RYZEN);
  await soak();
  await passOf(stage, XEON, RYZEN, XEON, RYZEN);
}
