import { workflowApiUrl } from '../src/omniscope/urls.ts';
import { addressFacts } from './address-facts.ts';
import { type Answer, ask, membersOf } from './ask.ts';
import type { Configuration } from './configuration.ts';
import { descriptionFacts } from './description-facts.ts';
import { type Fact, type Finding, type Look, open, type RawParameter } from './fact.ts';
import { permissionFacts } from './permission-facts.ts';
import { readingFacts } from './reading-facts.ts';
import { tokenFacts } from './token-facts.ts';
import { writingFacts } from './writing-facts.ts';

export interface Row extends Finding {
  readonly id: string;
  readonly expected: string;
}

/** What the checks take from the machine that they run on. */
export type Tools = Pick<Look, 'sleep' | 'save'>;

/** All that can be found out, in the order of the report. */
export const FACTS: readonly Fact[] = [
  ...addressFacts,
  ...tokenFacts,
  ...permissionFacts,
  ...readingFacts,
  ...descriptionFacts,
  ...writingFacts,
];

/** Checks one fact after the other, the writing ones only if that was asked for. */
export async function checkServer(configuration: Configuration, tools: Tools): Promise<Row[]> {
  const look = await lookAt(configuration, tools);
  const rows: Row[] = [];
  for (const fact of FACTS) {
    const { id, expected } = fact;
    const isLeftOut = writingFacts.includes(fact) && !configuration.mayWrite;
    const finding = isLeftOut
      ? open('not checked: needs CHECK_SERVER_WRITES')
      : await find(fact, look);
    rows.push({ id, expected, ...finding });
  }
  return rows;
}

/** A check that breaks off leaves its own fact open, not the others. */
async function find(fact: Fact, look: Look): Promise<Finding> {
  try {
    return await fact.check(look);
  } catch (error) {
    return open(error instanceof Error ? error.message : 'no answer');
  }
}

async function lookAt(configuration: Configuration, tools: Tools): Promise<Look> {
  const { server, project, accessToken } = configuration;
  const workflow: Look['workflow'] = (path, question = {}) =>
    ask({ url: workflowApiUrl(server, project, path), token: accessToken, ...question });
  const answer = await workflow('param').catch(() => {
    throw new Error(
      `${new URL(server.url).host} could not be reached: check OMNISCOPE_SERVER_URL and your network connection.`,
    );
  });
  if (answer.status === 401) throw new Error('The server does not accept OMNISCOPE_ACCESS_TOKEN.');
  return {
    ...configuration,
    workflow,
    ask,
    ...tools,
    parameters: parametersOf(answer),
  };
}

function parametersOf({ body }: Answer): RawParameter[] {
  const { paramValues } = membersOf(body.json);
  return Array.isArray(paramValues) ? paramValues.filter(isParameter) : [];
}

function isParameter(value: unknown): value is RawParameter {
  const { name, type } = membersOf(value);
  return typeof name === 'string' && typeof type === 'string';
}
