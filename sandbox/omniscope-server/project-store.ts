/** The projects, folders and templates that lie on the server, and who may do what in a folder. */

import {
  EVERYONE,
  type FolderPermission,
  type ServerFixture,
  type TemplateDefinition,
  type UploadedFile,
} from './fixture.ts';
import { Project } from './project.ts';

/** Documented: the copy of a lambda execution lies in a hidden folder beside its original. */
const LAMBDA_FOLDER = '.run';

export class ProjectStore {
  readonly #projects = new Map<string, Project>();
  readonly #folders = new Set<string>(['']);
  readonly #grants = new Map<string, Readonly<Record<string, readonly FolderPermission[]>>>();
  readonly #templates: ReadonlyMap<string, TemplateDefinition>;

  constructor(fixture: ServerFixture) {
    for (const folder of fixture.folders) {
      this.#addFolder(folder.path);
      if (folder.grants !== undefined) this.#grants.set(folder.path, folder.grants);
    }
    for (const definition of fixture.projects) this.add(new Project(definition));
    this.#templates = new Map(fixture.templates.map((template) => [template.id, template]));
  }

  all(): readonly Project[] {
    return [...this.#projects.values()];
  }

  find(path: string): Project | undefined {
    return this.#projects.get(path);
  }

  add(project: Project): void {
    this.#addFolder(project.folder);
    this.#projects.set(project.path, project);
  }

  remove(project: Project): void {
    this.#projects.delete(project.path);
  }

  hasFolder(path: string): boolean {
    return this.#folders.has(path);
  }

  template(id: string): TemplateDefinition | undefined {
    return this.#templates.get(id);
  }

  /**
   * A copy for an isolated run. `mark` makes its name unique; the name has the look of the only
   * documented example: the original's name, then Base64 with its `=`.
   */
  addLambda(original: Project, mark: string, files: ReadonlyMap<string, UploadedFile>): Project {
    const name = `${original.name}${Buffer.from(mark).toString('base64')}.iox`;
    const copy = original.copyTo(inFolder(inFolder(original.folder, LAMBDA_FOLDER), name), files);
    this.add(copy);
    return copy;
  }

  /** The nearest folder on the way to the root that has grants of its own decides. */
  isGranted(folder: string, permission: FolderPermission, groups: readonly string[]): boolean {
    const grants = this.#grants.get(folder);
    if (grants !== undefined) {
      // Groups come from tokens: one named `constructor` must not find what every object has.
      return [EVERYONE, ...groups].some(
        (group) => Object.hasOwn(grants, group) && grants[group]?.includes(permission),
      );
    }
    return folder !== '' && this.isGranted(parentOf(folder), permission, groups);
  }

  #addFolder(path: string): void {
    this.#folders.add(path);
    if (path !== '') this.#addFolder(parentOf(path));
  }
}

/** The path of something in a folder; the root's path is empty. */
export function inFolder(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function parentOf(folder: string): string {
  return folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
}
