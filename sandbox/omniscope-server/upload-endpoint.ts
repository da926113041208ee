/** `uploadandexecute`: an isolated run with files of its own. */
import type { Reply } from '../http/message.ts';
import { parseJson, uploadBody } from './bodies.ts';
import type { UploadedFile } from './fixture.ts';
import { httpError } from './http-error.ts';
import { readUpload, type Upload } from './multipart.ts';
import type { ParameterUpdate, Project } from './project.ts';
import type { Call } from './server-state.ts';
import { startLambda } from './start-endpoints.ts';

/** Documented: the text part that holds the JSON. */
const EXECUTION = 'execution';

export async function uploadAndExecute(call: Call, project: Project): Promise<Reply> {
  const { uploadLimitBytes, assumptions } = call.server;
  const upload = await readUpload(call.request, {
    fileBytes: uploadLimitBytes,
    fieldBytes: assumptions.jsonLimitBytes,
  });
  const execution = upload.fields.get(EXECUTION);
  if (execution === undefined) throw httpError(400, `Missing the text part "${EXECUTION}"`);
  const body = parseJson(Buffer.from(execution), uploadBody);

  const updates: ParameterUpdate[] = [];
  const files = new Map<string, UploadedFile>();
  const claimed = new Set<string>();
  for (const update of body.params.updates) {
    if (update.formDataKey === undefined) {
      updates.push({ name: update.name, value: update.value });
      continue;
    }
    const file = fileOf(upload, update.formDataKey);
    requireFileParameter(project, update.name);
    claimed.add(update.formDataKey);
    files.set(update.name, file);
    updates.push({ name: update.name, value: file.fileName });
  }
  const unclaimed = [...upload.files.keys()].find((key) => !claimed.has(key));
  if (unclaimed !== undefined && assumptions.unclaimedFilePart === 'refused') {
    throw httpError(400, `No parameter takes the file part "${unclaimed}"`);
  }
  const { blocks, deleteExecutionOnFinish } = body;
  return startLambda(call, project, { blocks, updates, deleteExecutionOnFinish, files });
}

function fileOf(upload: Upload, key: string): UploadedFile {
  const file = upload.files.get(key);
  if (file === undefined) throw httpError(400, `Missing the file part "${key}"`);
  return file;
}

/** An unknown name is left to the ordinary check, which has the usual message for it. */
function requireFileParameter(project: Project, name: string): void {
  const type = project.parameter(name)?.type ?? 'FILE';
  if (type !== 'FILE') throw httpError(400, `Parameter "${name}" (${type}) does not take a file`);
}
