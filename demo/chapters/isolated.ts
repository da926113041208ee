import { createHash } from 'node:crypto';
import { resultOf } from '../outcome.ts';
import type { Setup } from '../setup.ts';

/** A table of a size that is neither nothing nor a burden. */
const CONTENT = ['Region,Sales', ...Array.from({ length: 5_000 }, (_, row) => `South,${row}`)].join(
  '\n',
);

export async function runIsolated(setup: Setup, project: string): Promise<void> {
  const { reporter, platform, sandbox, files } = setup;
  reporter.chapter('Run an isolated copy with a file');
  const name = 'south und größer.csv';
  const link = files.add({ name, contentType: 'text/csv', content: CONTENT });
  reporter.say(`The file at ${link} is passed straight on to a copy of the project:`);
  const result = resultOf(
    await platform.runStep({
      key: 'creates.execute_lambda',
      inputData: {
        project,
        files: { 'File source': link },
        keep_project: true,
        return_parameters: true,
      },
    }),
  );
  reporter.fact('Copy', String(result.lambda_project_path));
  reporter.fact('Parameters after', JSON.stringify(result.parameters));

  const arrived = sandbox.omniscope.jobs.at(-1)?.files['File source'];
  const sent = createHash('sha256').update(CONTENT).digest('hex');
  reporter.check(
    arrived?.sha256 === sent && arrived.fileName === name,
    `The server received all of “${name}”: ${arrived?.size} bytes with the same SHA-256, ${sent.slice(0, 12)}…`,
  );
  reporter.check(
    files.requests.every(({ headers }) => headers.authorization === undefined),
    'The host of the file received no token of the connection.',
  );
  const original = sandbox.omniscope.project(project)?.parameters;
  reporter.check(
    result.succeeded === true &&
      Object(result.parameters).Rows === 10 * name.length &&
      original?.find((one) => one.name === 'Rows')?.value === 90,
    'The copy has its own result; the project itself is unchanged.',
  );
}
