/** Of all that is random in a run of the tests; `GUARANTEES_SEED` repeats a run that has failed. */
const { GUARANTEES_SEED } = process.env;

export const SEED = GUARANTEES_SEED === undefined ? Date.now() % 2 ** 31 : Number(GUARANTEES_SEED);
