/** The people of the sandbox, as the identity provider knows them. Their passwords are for all to see. */

export interface User {
  /** What is typed at the login page. */
  readonly username: string;
  readonly password: string;
  /** The provider's own, stable id of the account. */
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
  /** Become Omniscope's groups, by which a folder grants its permissions. */
  readonly roles: readonly string[];
  /** Keycloak's realm role `offline_access`, without which the provider gives out no refresh token. */
  readonly offlineAccess: boolean;
  /** What this person can do, for people who choose whom to log in as. */
  readonly note: string;
}

export const SAMPLE_USERS: readonly User[] = [
  {
    username: 'alice',
    password: 'alice-password',
    accountId: '6f1f6a52-8a3c-4d0e-9a41-0c5b6b1f7a01',
    name: 'Alice Allen',
    email: 'alice@example.com',
    roles: ['analysts'],
    offlineAccess: true,
    note: 'can run projects and create them',
  },
  {
    username: 'bob',
    password: 'bob-password',
    accountId: '2c9d3f0e-51b7-4c64-8f2d-93f0f4f0aa02',
    name: 'Bob Brown',
    email: 'bob@example.com',
    roles: ['viewers'],
    offlineAccess: true,
    note: 'can run projects, but cannot create any',
  },
  {
    username: 'carol',
    password: 'carol-password',
    accountId: 'b7a0e6c4-0f7e-4f7b-a1a5-5f6c1d3e9b03',
    name: 'Carol Clark',
    email: 'carol@example.com',
    roles: ['analysts'],
    offlineAccess: false,
    note: 'cannot connect: lacks the realm role offline_access',
  },
];
