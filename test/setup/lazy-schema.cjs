/**
 * In the place of `zapier-platform-schema`: the same, loaded when it is first used. The core loads it at its
 * start and needs it to validate a definition alone; making its validators takes a third of the time that
 * each test file spends on loading the core.
 */
const lazily = (name) => () => require('zapier-platform-schema/schema.js')[name];

Object.defineProperties(
  module.exports,
  Object.fromEntries(
    ['AppSchema', 'validateAppDefinition', 'exportSchema'].map((name) => [
      name,
      { get: lazily(name), enumerable: true },
    ]),
  ),
);
