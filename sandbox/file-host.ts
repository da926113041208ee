/**
 * A file host on loopback, like Zapier's or any other file storage: each file has its own link, which needs
 * no token.
 */
import type { Certificate } from './certificate.ts';
import type { Reply, Request } from './http/message.ts';
import { replied } from './http/message.ts';
import { text } from './http/replies.ts';
import { startHttpsServer } from './http/server.ts';

export interface HostedFile {
  readonly name: string;
  readonly contentType: string;
  readonly content: string | Uint8Array;
}

export interface FileHost {
  readonly origin: string;
  /** Stores a file and gives the link to it. */
  add(file: HostedFile): string;
  /** The requests in order, with their headers. */
  readonly requests: readonly Pick<Request, 'method' | 'url' | 'headers'>[];
  close(): Promise<void>;
}

/** `redirect/{status}?to={url}` sends on to another address, as hosts of signed links do. */
export async function startFileHost(certificate: Certificate): Promise<FileHost> {
  const files: HostedFile[] = [];
  const requests: Pick<Request, 'method' | 'url' | 'headers'>[] = [];

  function reply({ method, url, headers }: Request): Reply {
    requests.push({ method, url, headers });
    const { pathname, searchParams } = new URL(url, 'https://files');
    const [, kind, number = ''] = pathname.split('/');
    if (kind === 'redirect') {
      return text(Number(number), '', { location: searchParams.get('to') ?? '' });
    }
    const file = kind === 'files' ? files[Number(number)] : undefined;
    if (file === undefined) return text(404, 'No such file');
    return {
      status: 200,
      headers: {
        'content-type': file.contentType,
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      },
      body: file.content,
    };
  }

  const server = await startHttpsServer({
    ...certificate,
    handler: async (request) => replied(reply(request)),
  });
  return {
    origin: server.origin,
    add(file) {
      files.push(file);
      return `${server.origin}/files/${files.length - 1}`;
    },
    requests,
    close: () => server.close(),
  };
}
