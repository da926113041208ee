/** Writes docs/errors.md again: `npm run docs:errors`, after every change to the error catalog. */
import { writeFile } from 'node:fs/promises';
import { errorDocument } from './error-document.ts';

await writeFile(new URL('../docs/errors.md', import.meta.url), errorDocument());
