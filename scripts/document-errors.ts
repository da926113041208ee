/** Writes docs/errors.md anew: `npm run docs:errors`, after every change to the table of errors. */
import { writeFile } from 'node:fs/promises';
import { errorDocument } from './error-document.ts';

await writeFile(new URL('../docs/errors.md', import.meta.url), errorDocument());
