/** The content of a sandbox server at its start: folders, projects, templates, and what a run of each does. */

export type ParameterValue = string | number | boolean | null;

/** Documented types; a server may have others, so any string is allowed. */
export type ParameterType =
  | 'BOOLEAN'
  | 'NUMBER'
  | 'TEXT'
  | 'DATE'
  | 'FILE'
  | 'FOLDER'
  | (string & {});

export interface ParameterDefinition {
  readonly name: string;
  readonly type: ParameterType;
  readonly value: ParameterValue;
}

/** Folder permissions of Omniscope's Edit permissions dialog. */
export const FOLDER_PERMISSIONS = ['Workflow Execution via APIs', 'File Management'] as const;
export type FolderPermission = (typeof FOLDER_PERMISSIONS)[number];

/** In `grants`: every signed-in user, with any groups. */
export const EVERYONE = '*';

export interface FolderDefinition {
  /** `''` is the root; `Sales/North` is a folder in `Sales`. */
  readonly path: string;
  /** Group → permissions. Absent: those of the folder above. */
  readonly grants?: Readonly<Record<string, readonly FolderPermission[]>>;
}

/** A file as it arrived in an upload; its content is counted and hashed, never kept. */
export interface UploadedFile {
  readonly fileName: string;
  readonly contentType: string;
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

export interface JobEnd {
  /** ERROR and FINISHED are known from shipped code only, beside the article's three. */
  readonly state: 'COMPLETED' | 'FINISHED' | 'FAILED' | 'ERROR' | 'CANCELLED';
  readonly errorType?: string;
  readonly errorMessage?: string;
}

/** What the result of a run is computed from. */
export interface RunContext {
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  /** By the name of the FILE parameter. */
  readonly files: ReadonlyMap<string, UploadedFile>;
  /** As requested; empty means all. */
  readonly blocks: readonly string[];
}

/** A row of a result, as a workflow posts it. */
export type Row = Readonly<Record<string, ParameterValue>>;

export interface RunScript {
  /** Milliseconds, or the NUMBER parameter that holds seconds. */
  readonly duration: number | { readonly secondsIn: string };
  /** States shown, in this order, after the job has left the queue and before it is RUNNING. */
  readonly preludes?: readonly { readonly state: string; readonly ms: number }[];
  /** COMPLETED unless given. */
  readonly end?: JobEnd;
  /** Another end when a parameter has this value as the run starts. */
  readonly endWhen?: {
    readonly parameter: string;
    readonly equals: ParameterValue;
    readonly end: JobEnd;
  };
  /** Parameters that a successful run sets in its own project; for a lambda, in the copy. */
  readonly results?: (run: RunContext) => Readonly<Record<string, ParameterValue>>;
  /** A last block that posts to the addresses in a TEXT parameter, one a line; none when it is empty. */
  readonly callback?: {
    readonly parameter: string;
    /** What a successful run posts; no rows unless given. */
    readonly rows?: (run: RunContext) => readonly Row[];
    /** This long before the job ends ("from inside the run"); negative: after its end. */
    readonly leadMs: number;
    readonly onFailure: boolean;
  };
}

export interface TemplateDefinition {
  readonly id: string;
  readonly blocks: readonly string[];
  readonly parameters: readonly ParameterDefinition[];
  readonly run: RunScript;
}

export interface ProjectDefinition extends Omit<TemplateDefinition, 'id'> {
  /** With `.iox`, without leading slash: `Sales/Monthly Report.iox`. */
  readonly path: string;
}

export interface ServerFixture {
  readonly folders: readonly FolderDefinition[];
  readonly projects: readonly ProjectDefinition[];
  readonly templates: readonly TemplateDefinition[];
}
