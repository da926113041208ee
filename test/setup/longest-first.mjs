/**
 * The order in which jest takes the test files: those that take longest first. Jest knows by itself only
 * from its second run on; in the first, on a clean clone, it goes by the size of a file, and the random
 * schedules, which are short to write and long to run, would keep one core busy at the end.
 */
import Sequencer from '@jest/test-sequencer';

/** Parts of paths, the longest first. */
const LONG = [
  'test/guarantees/one-run',
  'test/guarantees/failing-cache',
  'test/official-client/',
  'test/browser/',
  'test/guarantees/identical-runs',
  'test/end-to-end/',
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
