/** Reads a multipart upload as it streams by: files are counted and hashed, never kept. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import { chunksOf } from '../http/body.ts';
import type { Request } from '../http/message.ts';
import type { UploadedFile } from './fixture.ts';
import { httpError } from './http-error.ts';

export interface Upload {
  readonly fields: ReadonlyMap<string, string>;
  /** By the part's name. */
  readonly files: ReadonlyMap<string, UploadedFile>;
}

export interface UploadLimits {
  readonly fileBytes: number;
  readonly fieldBytes: number;
}

/** 415 without the content type, 413 above a limit, 400 for a body that is not whole or names a part twice. */
export async function readUpload(request: Request, limits: UploadLimits): Promise<Upload> {
  const fields = new Map<string, string>();
  const files = new Map<string, UploadedFile>();
  let isTooLarge = false;
  let isAmbiguous = false;
  const names = new Set<string>();
  const claim = (name: string) => {
    isAmbiguous ||= names.has(name);
    names.add(name);
  };

  const parser = createParser(request, limits);
  parser.on('field', (name, value, info) => {
    claim(name);
    isTooLarge ||= info.valueTruncated;
    fields.set(name, value);
  });
  parser.on('file', (name, content, info) => {
    claim(name);
    const hash = createHash('sha256');
    let size = 0;
    content.on('data', (chunk: Buffer) => {
      size += chunk.byteLength;
      hash.update(chunk);
    });
    content.on('limit', () => {
      isTooLarge = true;
    });
    content.on('error', () => content.resume());
    content.on('end', () => {
      const { filename: fileName = '', mimeType: contentType } = info;
      files.set(name, { fileName, contentType, size, sha256: hash.digest('hex') });
    });
  });

  try {
    await pipeline(Readable.from(chunksOf(request.body)), parser);
  } catch {
    throw httpError(400, 'The multipart body is malformed or incomplete');
  }
  if (isTooLarge) throw httpError(413, 'The upload is larger than this server accepts');
  if (isAmbiguous) throw httpError(400, 'Two parts of the multipart body have the same name');
  return { fields, files };
}

function createParser(request: Request, limits: UploadLimits): busboy.Busboy {
  const contentType = request.headers['content-type'] ?? '';
  if (!/^multipart\/form-data *;/i.test(contentType)) {
    throw httpError(415, 'Content-Type multipart/form-data is required');
  }
  try {
    return busboy({
      headers: { 'content-type': contentType },
      // Names of parts and files are written in UTF-8 by every present client.
      defParamCharset: 'utf8',
      // busboy calls a file too large as soon as it reaches the limit, not beyond it.
      limits: { fileSize: limits.fileBytes + 1, fieldSize: limits.fieldBytes },
    });
  } catch {
    throw httpError(400, 'The multipart boundary is missing');
  }
}
