/** Biome's findings in files that break the project's rules: a rule that finds nothing there guards nothing. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { ROOT } from './sources.ts';

const BIOME = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');

/** Where the rules lie that are written in Biome's query language. */
const PLUGINS = 'test/architecture';

const REPORT = z.object({
  diagnostics: z.array(
    z.object({ category: z.string(), location: z.object({ path: z.string() }) }),
  ),
});

/** What Biome, with the project's own configuration, finds in these files: the path and the rule. */
export function findingsIn(files: Readonly<Record<string, string>>): [string, string][] {
  const folder = mkdtempSync(path.join(tmpdir(), 'planted-'));
  try {
    cpSync(path.join(ROOT, 'biome.json'), path.join(folder, 'biome.json'));
    cpSync(path.join(ROOT, PLUGINS), path.join(folder, PLUGINS), {
      recursive: true,
      filter: (file) => file.endsWith('.grit') || path.extname(file) === '',
    });
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    // The folder is no git repository, and its configuration's schema is not there.
    const args = [
      BIOME,
      'lint',
      '--vcs-enabled=false',
      '--max-diagnostics=none',
      '--reporter=json',
    ];
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    return REPORT.parse(JSON.parse(stdout)).diagnostics.map(({ category, location }) => [
      location.path,
      category.split('/').at(-1) ?? '',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
