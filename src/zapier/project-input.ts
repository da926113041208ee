import type { Bundle, ZObject } from 'zapier-platform-core';
import type { Api } from '../omniscope/api.ts';
import { type ProjectPath, parseProjectPath } from '../omniscope/project-path.ts';
import { apiOf, type Connection, connectionOf } from './connection.ts';
import type { Runtime } from './runtime.ts';

/** The project that a step speaks of, on the server of its connection. */
export interface ProjectInput {
  connection: Connection;
  project: ProjectPath;
  api: Api;
}

/** @throws Problem server-url-refused, project-refused */
export function projectInput(z: ZObject, bundle: Bundle, runtime: Runtime): ProjectInput {
  const connection = connectionOf(bundle, runtime);
  return {
    connection,
    project: parseProjectPath(bundle.inputData.project, connection.server),
    api: apiOf(z, connection, runtime),
  };
}
