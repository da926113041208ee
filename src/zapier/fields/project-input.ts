import type { Bundle, ZObject } from 'zapier-platform-core';
import type { Api } from '../../omniscope/api.ts';
import { type ProjectPath, parseProjectPath } from '../../omniscope/paths.ts';
import { type Connection, createApi, parseConnection } from '../auth/connection.ts';
import type { Runtime } from '../platform/runtime.ts';

/** The project that a step speaks of, on the server of its connection. */
export interface ProjectInput {
  connection: Connection;
  project: ProjectPath;
  api: Api;
}

/** @throws OmniscopeError invalid-server-url, invalid-project */
export function parseProjectInput(z: ZObject, bundle: Bundle, runtime: Runtime): ProjectInput {
  const connection = parseConnection(bundle, runtime);
  return {
    connection,
    project: parseProjectPath(bundle.inputData.project, connection.server),
    api: createApi(z, connection, runtime),
  };
}
