/** The variable that tells the build hook that it runs in a staged copy. */
export const STAGED: string;
/** A copy of the project that is fit to be zipped up; the caller removes it. */
export function stage(root: string): Promise<string>;
