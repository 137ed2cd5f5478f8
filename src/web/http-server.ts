import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Secret } from '../core/model/secret.ts';
import type { Log } from '../ports/log.ts';
import { createDeliveryAnswerer, type DeliveryAnswer } from './answer-delivery.ts';
import { createHintGate, type Hint } from './hint-gate.ts';
import { type ListenOptions, startListening } from './listen.ts';
import { createRefusalLog } from './refusal-log.ts';
import { type AnswerPage, type Reply, textReply } from './reply.ts';
import { sendReply } from './send-reply.ts';

export interface HttpServerOptions {
  readonly listen: ListenOptions['listen'];
  readonly log: Log;
  /** Undefined where the forge sends nothing. */
  readonly webhook?: WebhookOptions | undefined;
  /** Everything but the webhook; undefined where there is nothing else. */
  readonly pages?: AnswerPage | undefined;
  /** For a whole request; 10 seconds unless told. */
  readonly timeoutMillis?: number;
}

export interface WebhookOptions {
  readonly secret: Secret<string>;
  /** At most ten times a minute. */
  readonly onHint: (hints: readonly Hint[]) => void;
}

export interface HttpServer {
  readonly port: number;
  /** Cuts what is open. Safe to call again. */
  stop(): Promise<void>;
}

const TIMEOUT_MILLIS = 10_000;
const WEBHOOK = '/webhook';

const TEXTS: Readonly<Record<DeliveryAnswer['status'], string>> = {
  202: 'accepted',
  401: 'the signature is missing or wrong',
  404: 'not found',
  405: 'only POST',
  411: 'a length is needed',
  413: 'too large',
};

/** Hears GitHub's webhooks on `/webhook` and answers for pages. Throws `MistakeError` when it can't listen there. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { listen, log, webhook, pages, timeoutMillis = TIMEOUT_MILLIS } = options;
  const gate = createHintGate((hints) => webhook?.onHint(hints));
  const hear = webhook === undefined ? undefined : webhookHandler(webhook.secret, log, gate.pass);
  const show = pages === undefined ? undefined : pageHandler(pages, log);
  const server = await startListening({ listen, timeoutMillis }, (request, response) => {
    const handle = request.url === WEBHOOK ? hear : (show ?? hear);
    if (handle !== undefined) handle(request, response);
    else sendReply(request, response, textReply(404, TEXTS[404]));
  });
  server.onError(() => log.error('The server has a problem'));
  log.info('Listening', { host: listen.host, port: server.port, webhook: webhook !== undefined });
  return {
    port: server.port,
    stop: async () => {
      gate.stop();
      await server.stop();
    },
  };
}

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

function webhookHandler(secret: Secret<string>, log: Log, onHints: (hints: readonly Hint[]) => void): Handle {
  const answerTo = createDeliveryAnswerer(secret);
  const noteRefusal = createRefusalLog(log, 'A webhook request was refused');
  return (request, response) => {
    answerTo(request)
      .then((answer) => {
        if (answer === undefined) return;
        sendReply(request, response, webhookReply(answer));
        if (answer.status === 202) onHints(answer.hints);
        else noteRefusal(answer.status);
      })
      .catch(() => {
        response.destroy();
        log.error('A webhook request could not be handled');
      });
  };
}

function webhookReply({ status }: DeliveryAnswer): Reply {
  return textReply(status, TEXTS[status], status === 405 ? { allow: 'POST' } : {});
}

function pageHandler(answer: AnswerPage, log: Log): Handle {
  const noteRefusal = createRefusalLog(log, 'A request was refused');
  return (request, response) => {
    answer({
      method: request.method ?? '',
      url: request.url ?? '',
      host: request.headers.host ?? '',
      authorization: request.headers.authorization,
    })
      .then((reply) => {
        sendReply(request, response, reply);
        if (reply.status === 401 || reply.status === 421) noteRefusal(reply.status);
      })
      .catch(() => {
        response.destroy();
        log.error('A request could not be handled');
      });
  };
}
