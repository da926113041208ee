import type { Stage } from '../stage.ts';

export async function makeAMistake({ narrator, platform, sandbox }: Stage): Promise<void> {
  narrator.chapter('Somebody makes a mistake');
  const before = sandbox.omniscope.jobs.length;
  const outcome = await platform.runStep({
    key: 'creates.execute_workflow',
    inputData: { project: 'Sales/Monthly Report', blocks: ['Pubish'] },
  });
  const words = 'message' in outcome ? outcome.message : '';
  narrator.fact('What they read', words);
  narrator.promise(
    outcome.status === 'errored' &&
      words.includes('Pubish') &&
      words.length <= 250 &&
      sandbox.omniscope.jobs.length === before,
    'A sentence on what is wrong and one on what to do; nothing was started.',
  );
}
