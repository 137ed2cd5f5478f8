import { type ClientRequest, request as httpRequest, IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Socket } from 'node:net';
import { S3RequestError } from './s3-failure.ts';

/** An answer that was read to its end. */
export interface S3Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface ExchangeLimits {
  readonly silentMillis: number;
  /** Longest body of a good answer. */
  readonly maxBytes: number;
  /** Ends every request of the call. */
  readonly signal: AbortSignal;
}

const MAX_REFUSAL_BYTES = 64 * 1024;
const CODE = /<Code>([A-Za-z0-9]{1,64})<\/Code>/;

/**
 * What the S3 client sends its requests with. It sees whole answers of bounded size alone; whatever else comes of a
 * request is an error of the request, so that nothing foreign reaches the client's own parsing of errors.
 */
export function createS3Transport(
  limits: ExchangeLimits,
  onAnswer: (answer: S3Answer) => void,
): { readonly request: typeof httpRequest } {
  type Listener = (response: IncomingMessage) => void;
  const request = (
    first: string | URL | RequestOptions,
    second?: RequestOptions | Listener,
  ): ClientRequest => {
    if (typeof first === 'string' || first instanceof URL || typeof second !== 'function') {
      throw new TypeError('the S3 client calls its transport in a new way');
    }
    const send = first.protocol === 'https:' ? httpsRequest : httpRequest;
    const { signal, silentMillis } = limits;
    const sent = send({ ...first, signal, timeout: silentMillis });
    let isSilent = false;
    sent.on('timeout', () => {
      isSilent = true;
      sent.destroy(new S3RequestError({ kind: 'silent' }));
    });
    sent.on('response', (response) => {
      readAnswer(response, limits).then(
        (answer) => {
          onAnswer(answer);
          second(replay(answer));
        },
        (error: unknown) =>
          sent.emit('error', isSilent || signal.aborted ? new S3RequestError({ kind: 'silent' }) : error),
      );
    });
    return sent;
  };
  return { request };
}

async function readAnswer(response: IncomingMessage, limits: ExchangeLimits): Promise<S3Answer> {
  const { statusCode: status = 0, headers } = response;
  const isGood = status >= 200 && status < 300;
  const body = await readBounded(response, isGood ? limits.maxBytes : MAX_REFUSAL_BYTES);
  if (isGood) return { status, headers, body };
  throw new S3RequestError({
    kind: 'refused',
    status,
    code: CODE.exec(body.toString('latin1'))?.[1] ?? '',
    retryAfterMillis: retryAfterOf(headers['retry-after']),
    aheadMillis: aheadOf(headers.date),
  });
}

async function readBounded(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of response) {
    const bytes: Buffer = Buffer.from(part);
    length += bytes.length;
    if (length > maxBytes) throw new S3RequestError({ kind: 'oversized' });
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

/** The answer as the client wants it: a message that can be read once. */
function replay({ status, headers, body }: S3Answer): IncomingMessage {
  const message = new IncomingMessage(new Socket());
  message.statusCode = status;
  message.headers = headers;
  message.push(body);
  message.push(null);
  return message;
}

function retryAfterOf(header: string | undefined): number | undefined {
  return header !== undefined && /^[0-9]{1,5}$/.test(header) ? Number(header) * 1000 : undefined;
}

function aheadOf(date: string | undefined): number | undefined {
  const millis = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(millis) ? undefined : Date.now() - millis;
}
