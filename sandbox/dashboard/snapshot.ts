/** All that the dashboard shows at one moment. No secret is in it, and nothing of a token. */
import type { AuthorizationServer } from '../authorization-server/authorization-server.ts';
import type { ConnectionGuide } from '../connection-guide.ts';
import { SWITCHABLE_FAULTS } from '../faults/catalogue.ts';
import type { IdentityProvider } from '../identity-provider/identity-provider.ts';
import { FOLDER_PERMISSIONS } from '../omniscope-server/fixture.ts';
import type { OmniscopeServer } from '../omniscope-server/omniscope-server.ts';
import type { FaultSwitches } from './fault-switches.ts';
import { MISCONFIGURATION_TITLES } from './misconfiguration-titles.ts';
import type { Traffic } from './traffic.ts';

export interface Shown {
  readonly serverUrl: string;
  /** Milliseconds since 1970; tells one start of the sandbox from the next. */
  readonly startedAt: number;
  readonly guide: ConnectionGuide;
  readonly omniscope: OmniscopeServer;
  readonly authorizationServer: AuthorizationServer;
  readonly identityProvider: IdentityProvider;
  readonly traffic: Pick<Traffic, 'exchanges'>;
  readonly switches: FaultSwitches;
  readonly now: () => number;
}

/** What a person still takes in. */
const SHOWN_JOBS = 30;
const SHOWN_TOKENS = 20;
const SHOWN_EXCHANGES = 60;

export type Snapshot = ReturnType<typeof takeSnapshot>;

export function takeSnapshot(shown: Shown) {
  const { omniscope, authorizationServer, identityProvider, traffic, switches } = shown;
  const { profile, issuer, misconfigurations } = identityProvider;
  return {
    now: shown.now(),
    startedAt: shown.startedAt,
    server: { url: shown.serverUrl, provider: profile.title, issuer },
    projects: omniscope.projects.map(({ path, blocks, parameters }) => ({
      path,
      blocks,
      parameters,
    })),
    jobs: omniscope.jobs.slice(-SHOWN_JOBS).reverse(),
    tokens: authorizationServer.tokens
      .list()
      .slice(-SHOWN_TOKENS)
      .reverse()
      .map(({ fingerprint, user, scopes, issuedAt, expiresAt, state }) => ({
        fingerprint,
        user,
        scopes,
        issuedAt,
        expiresAt,
        state,
      })),
    exchanges: traffic.exchanges.slice(-SHOWN_EXCHANGES).reverse(),
    faults: {
      on: switches.list(),
      known: [...SWITCHABLE_FAULTS].map(([name, { title, on }]) => ({ name, title, on })),
    },
    misconfigurations: profile.misconfigurations.map((name) => ({
      name,
      title: MISCONFIGURATION_TITLES[name],
      on: misconfigurations.on.has(name),
    })),
    integrations: authorizationServer.integrations.map(({ id, displayName, enabled }) => ({
      id,
      displayName,
      enabled,
      users: identityProvider.users.map(({ username }) => ({
        username,
        isConnected: authorizationServer
          .connections()
          .some(({ integrationId, user }) => integrationId === id && user === username),
        isSuspended: authorizationServer.isSuspended(id, username),
      })),
    })),
    permissions: {
      folders: omniscope.folders,
      groups: groupsOf(shown),
      names: FOLDER_PERMISSIONS,
      parameterAccess: omniscope.settings.parameterAccess,
    },
  };
}

/** Every group that has a member or that a folder grants something to. */
function groupsOf({ omniscope, identityProvider }: Shown): readonly string[] {
  const granted = omniscope.folders.flatMap(({ grants }) => Object.keys(grants));
  const held = identityProvider.users.flatMap(({ roles }) => roles);
  return [...new Set([...held, ...granted])].sort();
}
