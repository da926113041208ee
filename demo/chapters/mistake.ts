import type { Setup } from '../setup.ts';

export async function makeAMistake({ reporter, platform, sandbox }: Setup): Promise<void> {
  reporter.chapter('A step names a block that does not exist');
  const before = sandbox.omniscope.jobs.length;
  const outcome = await platform.runStep({
    key: 'creates.execute_workflow',
    inputData: { project: 'Sales/Monthly Report', blocks: ['Pubish'] },
  });
  const words = 'message' in outcome ? outcome.message : '';
  reporter.fact('The user reads', words);
  reporter.check(
    outcome.status === 'errored' &&
      words.includes('Pubish') &&
      words.length <= 250 &&
      sandbox.omniscope.jobs.length === before,
    'The message says what is wrong and what to do; nothing was started.',
  );
}
