import { FailedCheck } from '../reporter.ts';
import type { Setup } from '../setup.ts';

const PROJECT = 'Sales/Top Customers';
const ZAP = 'a Zap that waits for customers';
/** The run takes a second. */
const PATIENCE_MS = 10_000;

export async function startAZapOnSchedule({ reporter, platform, sandbox }: Setup): Promise<void> {
  const { hooks } = platform;
  reporter.chapter('A scheduled run starts a Zap at once');
  reporter.say('A Zap is turned on. The app adds the Zap’s address to a parameter of the project:');
  const inputData = { project: PROJECT, callback_parameter: 'Callback URLs' };
  const trigger = { key: 'triggers.workflow_data', zap: ZAP, inputData };
  const { status } = await hooks.turnOn(trigger);
  const addresses = () =>
    sandbox.omniscope
      .project(`${PROJECT}.iox`)
      ?.parameters.find(({ name }) => name === inputData.callback_parameter)?.value;
  reporter.check(
    status === 'success' && addresses() === hooks.addressOf(ZAP),
    'The parameter holds the address.',
  );
  reporter.say('The server’s own scheduler starts the workflow; its last block posts the rows:');
  sandbox.omniscope.tasks.start(`${PROJECT}.iox`);
  const [item] = await firstItems(hooks);
  reporter.fact('New Workflow Data', `${item?.status}, ${item?.row_count} rows`);
  reporter.check(
    item?.status === 'done' && Object(item.rows)[0]?.Customer === 'Müller & Söhne',
    'The Zap has started with the rows. Nobody had to poll.',
  );
  await hooks.turnOff(ZAP);
  reporter.check(addresses() === '', 'Turned off, the Zap leaves no address behind.');
}

async function firstItems({ runs }: Setup['platform']['hooks']) {
  const deadline = Date.now() + PATIENCE_MS;
  while (runs.length === 0) {
    if (Date.now() > deadline) throw new FailedCheck('The workflow should have posted.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return (runs[0]?.items ?? []).map((item) => Object(item));
}
