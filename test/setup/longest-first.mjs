/**
 * The order in which jest takes the test files: those that take longest first. Jest knows by itself only
 * from its second run on; in the first, on a clean clone, it goes by the size of a file, and what runs
 * processes or waits for sockets would be alone at the end.
 */
import Sequencer from '@jest/test-sequencer';

/** Parts of paths, the longest first. */
const LONG = [
  'test/official-client/',
  'test/browser/',
  'test/end-to-end/',
  'test/identity-providers/',
  'test/guarantees/',
  'test/definition/bad-input',
];

const rank = ({ path }) => {
  const place = LONG.findIndex((part) => path.replaceAll('\\', '/').includes(part));
  return place === -1 ? LONG.length : place;
};

export default class LongestFirst extends (Sequencer.default ?? Sequencer) {
  sort(tests) {
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
}
