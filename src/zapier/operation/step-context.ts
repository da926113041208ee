import type { Bundle, ZObject } from 'zapier-platform-core';
import type { Api } from '../../omniscope/api.ts';
import type { ServerUrl } from '../../omniscope/server-url.ts';
import { type Connection, createApi, parseConnection } from '../auth/connection.ts';
import { withErrorHandling } from '../errors/to-zapier-error.ts';
import { type Fields, type InputOf, parseInput } from '../fields/field.ts';
import type { Runtime } from '../platform/runtime.ts';

/** What every operation is handed beside its parsed input. */
export interface StepContext {
  readonly z: ZObject;
  readonly bundle: Bundle;
  readonly runtime: Runtime;
  readonly connection: Connection;
  readonly server: ServerUrl;
  /** The server's API, for this one perform. */
  readonly api: Api;
  /** A test in the editor: it shows what there is now, is never resumed and never run again. */
  readonly isEditorTest: boolean;
}

/**
 * What Zapier calls for an operation: reads the connection and the whole input before anything is
 * sent, runs the operation, and turns every error into the platform's.
 */
export function createPerform<Definition extends Fields, Result>(
  runtime: Runtime,
  fields: Definition,
  run: (input: InputOf<Definition>, step: StepContext) => Promise<Result>,
): (z: ZObject, bundle: Bundle) => Promise<Result> {
  return withErrorHandling((z, bundle) => {
    const connection = parseConnection(bundle, runtime);
    const { server } = connection;
    const input = parseInput(fields, bundle.inputData, { server });
    const api = createApi(z, connection, runtime);
    const isEditorTest = bundle.meta?.isLoadingSample === true;
    return run(input, { z, bundle, runtime, connection, server, api, isEditorTest });
  });
}
