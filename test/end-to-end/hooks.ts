/** New Workflow Data on the sandbox: projects that take addresses, and Zaps that are turned on and off. */
import type { ProjectDefinition } from '../../sandbox/omniscope-server/fixture.ts';
import { FIXTURE } from './fixture.ts';
import { type Harness, openHarness } from './harness.ts';

/** Other lines that stand in a parameter. */
export const NOTE = 'Addresses of Zaps:\r\nhttps://elsewhere.example.com/hook\r\n';

/** A project that posts one row to each address in its parameter `Zaps`. */
export function listener(path: string, value: string = NOTE): ProjectDefinition {
  return {
    path,
    blocks: [],
    parameters: [
      { name: 'Zaps', type: 'TEXT', value },
      { name: 'Count', type: 'NUMBER', value: 2 },
    ],
    run: {
      duration: 100,
      callback: {
        parameter: 'Zaps',
        leadMs: 50,
        onFailure: true,
        rows: () => [{ Region: 'North' }],
      },
    },
  };
}

export async function openHooks(projects: readonly ProjectDefinition[], speed: number) {
  const fixture = { ...FIXTURE, projects: [...FIXTURE.projects, ...projects] };
  const harness = await openHarness({ fixture, speed });
  return { harness, ...zapsOn(harness) };
}

export type Hooks = Awaited<ReturnType<typeof openHooks>>;

export const trigger = (zap: string, project: string, callback_parameter = 'Zaps') => ({
  key: 'triggers.workflow_data',
  zap,
  inputData: { project, callback_parameter },
});

function zapsOn({ platform: { hooks }, parameter }: Harness) {
  const addressOf = (zap: string) => String(hooks.addressOf(zap));
  return {
    addressOf,
    turnOn: (zap: string, project: string, name?: string) =>
      hooks.turnOn(trigger(zap, project, name)),
    turnOff: (zap: string) => hooks.turnOff(zap),
    valueIn: (project: string) => parameter(`${project}.iox`, 'Zaps'),
    /** A post as a workflow's block makes it: over HTTPS. */
    async post(zap: string, body: string, type = 'application/json') {
      const before = hooks.runs.length;
      const headers = { 'content-type': type };
      const response = await fetch(addressOf(zap), { method: 'POST', headers, body });
      await hooks.settled();
      const runs = hooks.runs.slice(before).filter((run) => run.zap === zap);
      return { status: response.status, runs, items: runs.flatMap(({ items }) => items) };
    },
  };
}
