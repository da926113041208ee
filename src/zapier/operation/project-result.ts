import type { PlainOutputField } from 'zapier-platform-core';
import { formatPath, type ProjectPath } from '../../omniscope/paths.ts';
import type { ServerUrl } from '../../omniscope/server-url.ts';
import { projectPageUrl } from '../../omniscope/urls.ts';

/** A project that was created or found; its path fits the Project input of every other action. */
export function projectResult(server: ServerUrl, name: string, path: ProjectPath) {
  return {
    id: formatPath(path),
    name,
    project_path: formatPath(path),
    project_url: projectPageUrl(server, path),
  };
}

export const projectSample = {
  id: 'Sales/Report for Acme.iox',
  name: 'Report for Acme',
  project_path: 'Sales/Report for Acme.iox',
  project_url: 'https://omniscope.example.com/Sales/Report%20for%20Acme.iox/',
};

export const projectOutputFields: PlainOutputField[] = [
  { key: 'id', label: 'ID', type: 'string' },
  { key: 'name', label: 'Name', type: 'string' },
  { key: 'project_path', label: 'Project Path', type: 'string' },
  { key: 'project_url', label: 'Project URL', type: 'string' },
];
