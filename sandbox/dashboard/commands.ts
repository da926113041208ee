/** What a person can do on the dashboard. */
import { z } from 'zod';
import { isSwitchable } from '../faults/catalogue.ts';
import { FOLDER_PERMISSIONS } from '../omniscope-server/fixture.ts';
import type { Shown } from './snapshot.ts';

const ENDPOINTS = ['any', 'start', 'state', 'param', 'update', 'create', 'token', 'other'] as const;

const command = z.discriminatedUnion('command', [
  z.object({ command: z.literal('run-project'), project: z.string() }),
  z.object({
    command: z.literal('set-parameter'),
    project: z.string(),
    name: z.string(),
    value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  }),
  z.object({
    command: z.literal('add-fault'),
    name: z.string().refine(isSwitchable),
    on: z.enum(ENDPOINTS),
    once: z.boolean(),
  }),
  z.object({ command: z.literal('remove-fault'), id: z.number() }),
  z.object({ command: z.literal('expire-tokens') }),
  z.object({ command: z.literal('revoke-tokens') }),
  z.object({ command: z.literal('restart') }),
  z.object({ command: z.literal('set-misconfiguration'), name: z.string(), on: z.boolean() }),
  z.object({ command: z.literal('set-parameter-access'), on: z.boolean() }),
  z.object({ command: z.literal('set-integration'), id: z.string(), on: z.boolean() }),
  z.object({
    command: z.literal('set-user-integration'),
    integration: z.string(),
    user: z.string(),
    on: z.boolean(),
  }),
  z.object({
    command: z.literal('set-permission'),
    folder: z.string(),
    group: z.string(),
    permission: z.enum(FOLDER_PERMISSIONS),
    on: z.boolean(),
  }),
]);

export type Command = z.infer<typeof command>;

/** One sentence for the person: what was done, or why it was not. */
export type CommandResult = { readonly done: string } | { readonly refused: string };

/** @returns undefined for what is not a command. */
export function runCommand(shown: Shown, sent: unknown): CommandResult | undefined {
  const { success, data } = command.safeParse(sent);
  return success ? run(shown, data) : undefined;
}

const done = (sentence: string): CommandResult => ({ done: sentence });
const refused = (sentence: string): CommandResult => ({ refused: sentence });

function run(shown: Shown, sent: Command): CommandResult | undefined {
  const { omniscope, authorizationServer, identityProvider, switches } = shown;
  switch (sent.command) {
    case 'run-project':
      return runProject(shown, sent.project);
    case 'set-parameter':
      return setParameter(shown, sent);
    case 'add-fault': {
      const { name, on, once } = sent;
      if (!isSwitchable(name)) return undefined;
      switches.add(name, on, once);
      return done('The fault is on.');
    }
    case 'remove-fault':
      return switches.remove(sent.id)
        ? done('The fault is off.')
        : refused('That fault was off already.');
    case 'expire-tokens':
      authorizationServer.tokens.expireAll();
      return done('All access tokens have expired. Applications can refresh them.');
    case 'revoke-tokens':
      authorizationServer.tokens.revokeAll();
      return done('All connections are revoked. Everybody has to connect again.');
    case 'restart':
      omniscope.restart();
      return done('The server was restarted. It no longer knows the jobs from before.');
    case 'set-misconfiguration': {
      const name = identityProvider.profile.misconfigurations.find((each) => each === sent.name);
      if (name === undefined) return undefined;
      identityProvider.misconfigurations.set(name, sent.on);
      return done(
        sent.on
          ? 'The identity provider is misconfigured. Connect again to see what happens.'
          : 'The identity provider is set up correctly again.',
      );
    }
    case 'set-integration': {
      const integration = authorizationServer.integrations.find(({ id }) => id === sent.id);
      if (integration === undefined) return undefined;
      integration.enabled = sent.on;
      return done(sent.on ? 'The integration is enabled.' : 'The integration is disabled.');
    }
    case 'set-user-integration':
      return setUserIntegration(shown, sent);
    case 'set-parameter-access':
      omniscope.settings.parameterAccess = sent.on;
      return done(`Parameters ${sent.on ? 'can' : 'cannot'} be accessed through the APIs.`);
    case 'set-permission': {
      const { folder, group, permission, on } = sent;
      if (!omniscope.setGrant(folder, group, permission, on)) return undefined;
      const place = folder === '' ? 'the root folder' : folder;
      return done(`${group} ${on ? 'now have' : 'no longer have'} “${permission}” in ${place}.`);
    }
  }
}

function runProject({ omniscope }: Shown, path: string): CommandResult | undefined {
  if (omniscope.project(path) === undefined) return undefined;
  const job = omniscope.tasks.start(path);
  return job === undefined
    ? refused(`${path} was not started: it is running already.`)
    : done(`${path} is running as job ${job}.`);
}

type Sent<Name extends Command['command']> = Extract<Command, { command: Name }>;

function setParameter(
  { omniscope }: Shown,
  { project, name, value }: Sent<'set-parameter'>,
): CommandResult {
  if (omniscope.setParameter(project, name, value)) return done(`${name} is set.`);
  const parameter = omniscope.project(project)?.parameters.find((each) => each.name === name);
  if (parameter === undefined) return refused(`${project} has no parameter ${name}.`);
  return refused(`${name} was not changed: “${value}” is not a ${parameter.type} value.`);
}

/** "Enable integration" in the Profile settings of one user. */
function setUserIntegration(
  { authorizationServer, identityProvider }: Shown,
  { integration, user, on }: Sent<'set-user-integration'>,
): CommandResult | undefined {
  const { integrations } = authorizationServer;
  if (!integrations.some(({ id }) => id === integration)) return undefined;
  if (!identityProvider.users.some(({ username }) => username === user)) return undefined;
  if (on) authorizationServer.resume(integration, user);
  else authorizationServer.suspend(integration, user);
  return done(
    on ? `${user} allows the integration again.` : `${user} has suspended the integration.`,
  );
}
