/** The forge's workflows: what they run is pinned, and what they may do is little. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };
import { ROOT } from './sources.ts';

const folder = `${ROOT}.github/workflows/`;
const workflows = readdirSync(folder).map((name): [string, string] => [
  name,
  readFileSync(folder + name, 'utf8'),
]);

describe.each(workflows)('%s', (_name, text) => {
  test('pins every action by its full commit, with its version beside it', () => {
    const uses = [...text.matchAll(/uses: (.*)/g)].map(([, action = '']) => action);
    expect(uses.length).toBeGreaterThan(0);
    for (const action of uses) {
      expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  test('may read the repository and nothing more', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m);
    expect(text.match(/permissions:/g)).toHaveLength(1);
    expect(text.match(/persist-credentials: false/g)).toHaveLength(1);
  });

  test('puts no expression into a shell, where its text would be run', () => {
    const commands = [...text.matchAll(/run: (.*)/g)].map(([, command = '']) => command);
    expect(commands.filter((command) => command.includes('${{'))).toEqual([]);
  });

  test('runs scripts that there are', () => {
    const named = [...text.matchAll(/npm run ([\w-]+)/g)].map(([, script = '']) => script);
    expect(named.filter((script) => !(script in packageJson.scripts))).toEqual([]);
  });
});

test('tests run on the oldest and on the deployed Node, and the deploy key is given to one step', () => {
  const text = Object.fromEntries(workflows);
  expect(text['test.yml']).toContain("node: ['20', '22']");
  expect(text['push.yml']?.match(/secrets\./g)).toHaveLength(1);
  expect(text['test.yml']).not.toContain('secrets.');
});
