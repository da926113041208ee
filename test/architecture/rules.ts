/** The rules about the project's own files that Biome does not have; the others stand in biome.json. */
import type { Source } from './sources.ts';

/** From sources to the paths of those that break the rule. */
export type Rule = (sources: readonly Source[]) => string[];

const pathsWhere = (breaksRule: (source: Source) => boolean): Rule => {
  return (sources) => sources.filter(breaksRule).map(({ path }) => path);
};

const NAMELESS = /(^|\/)(utils?|helpers?|common|misc|shared|lib|stuff)(\/|\.)/;

/** Biome looks at the names of files, not at those of folders. */
export const namesSayWhatIsInside = pathsWhere(({ path }) => NAMELESS.test(path));

const COMPILER_SILENCED = /\/[/*]\s*@ts-(?:ignore|expect-error|nocheck)/;
const BIOME_SILENCED = /\/[/*]\s*biome-ignore(?:-all|-start)/;
const BIOME_SILENCED_ONCE = /\/[/*]\s*biome-ignore\b/;
const APP = /^(?:src|creates|searches|triggers)\/|^index\.ts$/;

/** Biome knows `@ts-expect-error` alone, and would let itself be silenced. */
export const nothingIsSilenced = pathsWhere(
  ({ path, text }) =>
    path.endsWith('.ts') &&
    path !== 'test/architecture/rules.test.ts' &&
    (COMPILER_SILENCED.test(text) ||
      BIOME_SILENCED.test(text) ||
      (APP.test(path) && BIOME_SILENCED_ONCE.test(text))),
);

/** A person's folders, a private key, a token that was really issued, a registry that only one machine reaches. */
const PRIVATE =
  /\/(?:home|Users|root)\/\w|-----BEGIN [A-Z ]*PRIVATE KEY|\beyJ[\w-]{30,}\.[\w-]{30,}|"resolved":\s*"https?:/;

/** Biome's noSecrets goes by entropy, which hashes and test names have too. */
export const nothingPrivateIsTold = pathsWhere(({ text }) => PRIVATE.test(text));
