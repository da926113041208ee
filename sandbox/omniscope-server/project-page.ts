/** The page of a project for a person; only enough of it to see that an address is right. */
import type { Reply } from '../http/message.ts';
import { escapeHtml, html } from '../http/replies.ts';
import { pageNotFound } from './http-error.ts';
import type { Project } from './project.ts';

export function projectPage(project: Project | undefined): Reply {
  if (project === undefined) return pageNotFound();
  const where = project.folder === '' ? 'the root folder' : `the folder ${project.folder}`;
  return html(200, project.name, `<p>A project in ${escapeHtml(where)}.</p>`);
}
