/** The projects, folders and templates of the server, and the permissions of folders. */

import {
  EVERYONE,
  type FolderPermission,
  type ServerFixture,
  type TemplateDefinition,
  type UploadedFile,
} from './fixture.ts';
import { Project } from './project.ts';
import type { FolderView } from './views.ts';

/** Documented: the copy of a lambda execution is in a hidden folder beside its original. */
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
   * A copy for an isolated run. `mark` makes its name unique; the name has the form of the only
   * documented example: the original's name, then Base64 with its `=`.
   */
  addLambda(original: Project, mark: string, files: ReadonlyMap<string, UploadedFile>): Project {
    const name = `${original.name}${Buffer.from(mark).toString('base64')}.iox`;
    const copy = original.copyTo(inFolder(inFolder(original.folder, LAMBDA_FOLDER), name), files);
    this.add(copy);
    return copy;
  }

  /** Without the hidden ones that hold the copies of isolated runs. */
  folders(): readonly FolderView[] {
    const visible = [...this.#folders].filter((path) => !path.split('/').includes(LAMBDA_FOLDER));
    return visible.sort().map((path) => ({ path, grants: this.#grantsIn(path) }));
  }

  isGranted(folder: string, permission: FolderPermission, groups: readonly string[]): boolean {
    const grants = this.#grantsIn(folder);
    // Groups come from tokens: one named `constructor` must not find what every object has.
    return [EVERYONE, ...groups].some(
      (group) => Object.hasOwn(grants, group) && grants[group]?.includes(permission),
    );
  }

  /** The Edit permissions dialog of a folder, which from then on has grants of its own. */
  setGrant(folder: string, group: string, permission: FolderPermission, isGranted: boolean): void {
    const grants = this.#grantsIn(folder);
    const before = Object.hasOwn(grants, group) ? (grants[group] ?? []) : [];
    const others = before.filter((each) => each !== permission);
    this.#grants.set(folder, { ...grants, [group]: isGranted ? [...others, permission] : others });
  }

  /** The nearest folder on the way to the root that has grants of its own decides. */
  #grantsIn(folder: string): FolderView['grants'] {
    const own = this.#grants.get(folder);
    if (own !== undefined) return own;
    return folder === '' ? {} : this.#grantsIn(parentOf(folder));
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
