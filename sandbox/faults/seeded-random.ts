/**
 * Random numbers in [0, 1) that a seed repeats: the splitmix32 generator (Steele, Lea and Flood,
 * "Fast splittable pseudorandom number generators", 2014, in its 32-bit form). Not for secrets.
 */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 0x1_0000_0000;
  };
}

/** The same as bytes, in hexadecimal. */
export function seededHex(seed: number): (bytes: number) => string {
  const random = seededRandom(seed);
  return (bytes) =>
    Buffer.from(Array.from({ length: bytes }, () => Math.floor(random() * 256))).toString('hex');
}
