import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { readBody } from '../http/body.ts';
import { consentPage, loginPage } from './pages.ts';
import type { User } from './users.ts';

/** A login form is a few hundred bytes. */
const FORM_LIMIT_BYTES = 16_384;

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

export interface InteractionOptions {
  readonly provider: Provider;
  readonly users: readonly User[];
  /** The provider's name on its pages. */
  readonly title: string;
}

/** Both pages live at one address; which one is due, the provider's own state says. */
export function isInteraction(request: IncomingMessage): boolean {
  return (request.url ?? '').startsWith('/interaction/');
}

/** Shows the login or the consent page (GET), or takes what was decided there (POST). */
export function createInteractionHandler({ provider, users, title }: InteractionOptions) {
  function show(
    response: ServerResponse,
    interaction: Interaction,
    refusedUsername?: string,
  ): void {
    const action = `/interaction/${interaction.uid}`;
    const user = users.find(({ accountId }) => accountId === interaction.session?.accountId);
    const page =
      interaction.prompt.name === 'consent'
        ? consentPage({
            provider: title,
            action,
            client: 'Omniscope',
            username: user?.username ?? '',
            scopes: requestedScopes(interaction),
          })
        : loginPage({
            provider: title,
            action,
            ...(refusedUsername === undefined ? {} : { refusedUsername }),
          });
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      // No form-action: browsers apply it to the redirects after the form, which end at the app.
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    });
    response.end(page);
  }

  async function grantRequested(interaction: Interaction): Promise<string> {
    const { accountId } = interaction.session ?? {};
    const clientId = String(interaction.params.client_id);
    const grant = new provider.Grant({ clientId, ...(accountId ? { accountId } : {}) });
    const scopes = requestedScopes(interaction).join(' ');
    // Each part of the grant keeps to the scopes that it knows; asking for all in both is harmless.
    grant.addOIDCScope(scopes);
    for (const resource of requestedResources(interaction))
      grant.addResourceScope(resource, scopes);
    return grant.save();
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const interaction = await provider.interactionDetails(request, response);
    if (request.method !== 'POST') {
      show(response, interaction);
      return;
    }
    const form = new URLSearchParams((await readBody(request, FORM_LIMIT_BYTES)).toString('utf8'));
    const finish = (result: Parameters<Provider['interactionFinished']>[2]) =>
      provider.interactionFinished(request, response, result);

    if (form.get('decision') === 'deny') {
      await finish({ error: 'access_denied', error_description: 'The user refused.' });
    } else if (interaction.prompt.name === 'consent') {
      await finish({ consent: { grantId: await grantRequested(interaction) } });
    } else {
      const username = form.get('username') ?? '';
      const user = users.find((candidate) => candidate.username === username);
      if (user === undefined || user.password !== form.get('password')) {
        show(response, interaction, username);
      } else {
        await finish({ login: { accountId: user.accountId } });
      }
    }
  };
}

function requestedScopes({ params }: Interaction): string[] {
  return typeof params.scope === 'string' ? params.scope.split(' ') : [];
}

function requestedResources({ params: { resource } }: Interaction): string[] {
  return [resource].flat().filter((entry) => typeof entry === 'string');
}
