import { BrokenPromise } from '../reporter.ts';
import type { Stage } from '../stage.ts';

const PROJECT = 'Sales/Top Customers';
const ZAP = 'a Zap that waits for customers';
/** The run takes a second. */
const PATIENCE_MS = 10_000;

export async function startAZapOnSchedule({ narrator, platform, sandbox }: Stage): Promise<void> {
  const { hooks } = platform;
  narrator.chapter('A scheduled run starts a Zap at once');
  narrator.say('A Zap is turned on. The app adds the Zap’s address to a parameter of the project:');
  const inputData = { project: PROJECT, callback_parameter: 'Callback URLs' };
  const trigger = { key: 'triggers.workflow_data', zap: ZAP, inputData };
  const { status } = await hooks.turnOn(trigger);
  const addresses = () =>
    sandbox.omniscope
      .project(`${PROJECT}.iox`)
      ?.parameters.find(({ name }) => name === inputData.callback_parameter)?.value;
  narrator.promise(
    status === 'success' && addresses() === hooks.addressOf(ZAP),
    'The parameter holds the address.',
  );
  narrator.say('The server’s own scheduler starts the workflow; its last block posts the rows:');
  sandbox.omniscope.tasks.start(`${PROJECT}.iox`);
  const [item] = await firstItems(hooks);
  narrator.fact('New Workflow Data', `${item?.status}, ${item?.row_count} rows`);
  narrator.promise(
    item?.status === 'done' && Object(item.rows)[0]?.Customer === 'Müller & Söhne',
    'The Zap has started with the rows. Nobody had to poll.',
  );
  await hooks.turnOff(ZAP);
  narrator.promise(addresses() === '', 'Turned off, the Zap leaves no address behind.');
}

async function firstItems({ runs }: Stage['platform']['hooks']) {
  const deadline = Date.now() + PATIENCE_MS;
  while (runs.length === 0) {
    if (Date.now() > deadline) throw new BrokenPromise('The workflow should have posted.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return (runs[0]?.items ?? []).map((item) => Object(item));
}
