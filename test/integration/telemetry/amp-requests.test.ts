import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAmpHttp } from '../../../src/adapters/amp/api/amp-http.ts';

describe('requests to AMP', () => {
  it('are each told with what came of them, also the second try', async () => {
    const statuses = [200, 403, 429, 500, 302];
    const server = createServer((_request, response) => {
      response.writeHead(statuses.shift() ?? 200, { location: '/', 'content-type': 'application/json' });
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const told: string[] = [];
    const http = createAmpHttp({
      timeoutMillis: 5_000,
      maxAnswerBytes: 1_000,
      retryPauseMillis: 1,
      onRequest: (result) => told.push(result),
    });
    const post = (url: string, isRepeatable = false) =>
      http({ url, authorization: undefined, body: {}, isRepeatable }).catch(() => undefined);
    for (let asked = 0; asked < 5; asked += 1) await post(`http://127.0.0.1:${port}/`);
    await post('http://127.0.0.1:1/', true);
    expect(told).toEqual(['ok', 'ok', 'limited', 'failed', 'failed', 'failed', 'failed']);
  });
});
