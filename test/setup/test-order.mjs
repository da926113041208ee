/**
 * The order in which jest takes the test files. Jest knows by itself only from its second run on what
 * takes long; in the first, on a clean clone, it goes by the size of a file. Here, what runs processes or
 * computes for long comes first, and the files that mostly wait for sockets are spread among the others,
 * so that the processors are never idle.
 */
import Sequencer from '@jest/test-sequencer';

/** Parts of paths, the longest first. */
const LONG = [
  'test/official-client/',
  'test/browser/',
  'test/definition/bad-',
  'test/guarantees/random-',
];
const WAITING = ['test/end-to-end/', 'test/identity-providers/'];
/** After so many of the other files comes the next one that waits. */
const OTHERS_BETWEEN = 3;

const rankIn = (parts, { path }) =>
  parts.findIndex((part) => path.replaceAll('\\', '/').includes(part));

export default class TestOrder extends (Sequencer.default ?? Sequencer) {
  sort(tests) {
    const sorted = super.sort(tests);
    const long = sorted.filter((test) => rankIn(LONG, test) !== -1);
    const waiting = sorted.filter((test) => rankIn(WAITING, test) !== -1);
    const others = sorted.filter((test) => !long.includes(test) && !waiting.includes(test));
    const mixed = others.flatMap((test, index) =>
      index % OTHERS_BETWEEN === 0 ? [...waiting.splice(0, 1), test] : [test],
    );
    return [...long.sort((a, b) => rankIn(LONG, a) - rankIn(LONG, b)), ...mixed, ...waiting];
  }
}
