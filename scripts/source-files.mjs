/** Which files of a folder are the project's sources: what git tracks, and nothing else. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @throws Error where git is not installed */
function git(root, args, env = {}) {
  try {
    const options = {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    };
    return execFileSync('git', args, options).toString('utf8');
  } catch (error) {
    if (error.code === 'ENOENT') {
      throw new Error(
        'The sources are found with git, which is not installed: install git and try again.',
      );
    }
    throw error;
  }
}

const names = (list) => list.split('\0').filter(Boolean);

/** Whether the folder is the top of a git checkout; one that `zapier-platform pull` made may not be. */
export function isCheckout(root) {
  return existsSync(join(root, '.git'));
}

/** The sources, by their paths in the folder. Without a checkout: every file that .gitignore does not name. */
export function sourceFiles(root) {
  if (!isCheckout(root)) return unignoredFiles(root);
  return names(git(root, ['ls-files', '-z'])).filter((name) => existsSync(join(root, name)));
}

/** The files in the folder that git neither tracks nor ignores. */
export function untrackedFiles(root) {
  if (!isCheckout(root)) return [];
  return names(git(root, ['ls-files', '--others', '--exclude-per-directory=.gitignore', '-z']));
}

const NAMED = 5;

/** The first of them by name, and how many more there are. */
export function listed(names) {
  const rest = names.length - NAMED;
  return names.slice(0, NAMED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** Git reads .gitignore only in a repository, so it is lent an empty one. */
function unignoredFiles(root) {
  const lent = mkdtempSync(join(tmpdir(), 'omniscope-zapier-app-git-'));
  try {
    const env = { GIT_DIR: join(lent, 'git'), GIT_WORK_TREE: root };
    git(root, ['init', '--quiet'], env);
    return names(
      git(root, ['ls-files', '--others', '--exclude-per-directory=.gitignore', '-z'], env),
    );
  } finally {
    rmSync(lent, { recursive: true, force: true });
  }
}
