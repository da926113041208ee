/** What can be switched at the page. */
import { z } from 'zod';
import { isSwitchable } from '../faults/catalogue.ts';
import type { Shown } from './snapshot.ts';

const ENDPOINTS = ['any', 'start', 'state', 'param', 'update', 'create', 'token', 'other'] as const;

const command = z.discriminatedUnion('command', [
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
  z.object({ command: z.literal('set-integration'), id: z.string(), on: z.boolean() }),
  z.object({
    command: z.literal('set-parameter'),
    project: z.string(),
    name: z.string(),
    value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  }),
]);

export type Command = z.infer<typeof command>;

/** @returns one sentence on what was done, or undefined for what is no command. */
export function runCommand(shown: Shown, sent: unknown): string | undefined {
  const { success, data } = command.safeParse(sent);
  return success ? run(shown, data) : undefined;
}

function run(
  { omniscope, authorizationServer, identityProvider, switches }: Shown,
  sent: Command,
): string | undefined {
  switch (sent.command) {
    case 'add-fault': {
      const { name, on, once } = sent;
      if (!isSwitchable(name)) return undefined;
      switches.add(name, on, once);
      return 'The fault is on.';
    }
    case 'remove-fault':
      return switches.remove(sent.id) ? 'The fault is off.' : 'That fault was off already.';
    case 'expire-tokens':
      authorizationServer.tokens.expireAll();
      return 'All access tokens have expired; their holders can refresh.';
    case 'revoke-tokens':
      authorizationServer.tokens.revokeAll();
      return 'All connections are revoked; users have to connect again.';
    case 'restart':
      omniscope.restart();
      return 'The server was restarted; it knows no job from before.';
    case 'set-misconfiguration': {
      const misconfiguration = identityProvider.profile.misconfigurations.find(
        (name) => name === sent.name,
      );
      if (misconfiguration === undefined) return undefined;
      identityProvider.misconfigurations.set(misconfiguration, sent.on);
      return sent.on
        ? 'The misconfiguration is made; connect again to meet it.'
        : 'The misconfiguration is mended.';
    }
    case 'set-integration': {
      const integration = authorizationServer.integrations.find(({ id }) => id === sent.id);
      if (integration === undefined) return undefined;
      integration.enabled = sent.on;
      return sent.on ? 'The integration is enabled.' : 'The integration is disabled.';
    }
    case 'set-parameter':
      return omniscope.setParameter(sent.project, sent.name, sent.value)
        ? `${sent.name} is set.`
        : `${sent.name} cannot be set to that.`;
  }
}
