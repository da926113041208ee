/** A project on the server, with the present values of its parameters. */
import type { Assumptions, ErrorType } from './assumptions.ts';
import type {
  ParameterDefinition,
  ParameterType,
  ParameterValue,
  ProjectDefinition,
  RunScript,
  UploadedFile,
} from './fixture.ts';
import { convertValue } from './parameter-values.ts';

export interface ParameterUpdate {
  readonly name: string;
  readonly value: ParameterValue;
}

export interface UpdateProblem {
  readonly errorType: ErrorType;
  readonly errorMessage: string;
}

export class Project {
  readonly path: string;
  readonly blocks: readonly string[];
  readonly run: RunScript;
  /** Uploaded for this project (a lambda's copy), by the name of the FILE parameter. */
  readonly files: ReadonlyMap<string, UploadedFile>;
  readonly #types: ReadonlyMap<string, ParameterType>;
  readonly #values: Map<string, ParameterValue>;

  constructor(definition: ProjectDefinition, files: ReadonlyMap<string, UploadedFile> = new Map()) {
    this.path = definition.path;
    this.blocks = definition.blocks;
    this.run = definition.run;
    this.files = files;
    this.#types = new Map(definition.parameters.map(({ name, type }) => [name, type]));
    this.#values = new Map(definition.parameters.map(({ name, value }) => [name, value]));
  }

  /** `''` for a project in the root. */
  get folder(): string {
    return this.path.slice(0, Math.max(0, this.path.lastIndexOf('/')));
  }

  /** Without `.iox`. */
  get name(): string {
    return this.path.slice(this.path.lastIndexOf('/') + 1, -'.iox'.length);
  }

  get values(): ReadonlyMap<string, ParameterValue> {
    return this.#values;
  }

  get parameters(): readonly ParameterDefinition[] {
    return [...this.#types].map(([name, type]) => ({ name, type, value: this.value(name) }));
  }

  parameter(name: string): ParameterDefinition | undefined {
    const type = this.#types.get(name);
    return type === undefined ? undefined : { name, type, value: this.value(name) };
  }

  value(name: string): ParameterValue {
    return this.#values.get(name) ?? null;
  }

  /** Sets all of the updates or, if one of them is refused, none. */
  update(
    updates: readonly ParameterUpdate[],
    assumptions: Pick<Assumptions, 'coerceStrings' | 'nullValue'>,
  ): UpdateProblem | undefined {
    const converted: ParameterUpdate[] = [];
    for (const { name, value } of updates) {
      const type = this.#types.get(name);
      if (type === undefined) {
        return { errorType: 'PARAMETER_NOT_FOUND', errorMessage: `No parameter named "${name}"` };
      }
      const result = convertValue(type, value, assumptions);
      if (!result.ok) {
        const errorMessage = `Parameter "${name}" (${type}): ${result.reason}`;
        return { errorType: 'INVALID_PARAMETER_VALUE', errorMessage };
      }
      converted.push({ name, value: result.value });
    }
    for (const { name, value } of converted) this.#values.set(name, value);
    return undefined;
  }

  /** Documented: a workflow can set its own project's parameters. Names it does not have are left out. */
  setResults(results: Readonly<Record<string, ParameterValue>>): void {
    for (const [name, value] of Object.entries(results)) {
      if (this.#types.has(name)) this.#values.set(name, value);
    }
  }

  /** A copy with the present values, for an isolated run. */
  copyTo(path: string, files: ReadonlyMap<string, UploadedFile>): Project {
    const { blocks, parameters, run } = this;
    return new Project({ path, blocks, parameters, run }, files);
  }
}
