/** The empty app's action under this app's definition: what the core makes of a definition of its size. */
import app from '../../index.ts';
import empty from './empty-app.ts';

export default { ...app, creates: { ...app.creates, run: empty.creates.run } };
