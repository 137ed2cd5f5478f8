/** The page about the agent's API, from the description that the agent itself gives. */
export function apiPage(description) {
  const operations = Object.entries(description.paths).map(([path, { get }]) => ({ path, ...get }));
  return [
    '# The agent’s API',
    '',
    '<!-- Made by src/build/generate-docs.mjs from src/web/api/. -->',
    '',
    'An agent whose [agent.yaml](agent-yaml.md#http) has `http` answers to GET and HEAD; nothing can be changed that way. It tells what it knows already: asking waits for no pass and touches no file of a server. A page for people is at `/`.',
    '',
    '| address | answers |',
    '|---|---|',
    '| `/` | a page with the state of the host, what was done, who did it, and these addresses |',
    '| `/metrics` | [figures](metrics.md) for Prometheus |',
    '| `/healthz` | 200 while the agent does its rounds, else 503. It is `stalled` when nobody looked whether a pass may run for three times the longest distance of `schedule.poll`, or when a pass goes on for longer than that and a quarter of an hour. |',
    '| `/readyz` | 200 when the last pass that took the repository had no trouble and everything that was asked last answered, else 503 with `reasons` |',
    '| `/webhook` | POST alone: [messages of the forge](agent.md#7-webhooks-if-a-minute-is-too-long), proven by their signature |',
    '| `/api/v1/openapi.json` | the description of the API in OpenAPI 3.1, as in [openapi.json](schemas/openapi.json) |',
    '',
    '## Who may ask',
    '',
    'On a loopback address and without a token: whoever is on the host. A request must then be addressed to `127.0.0.1`, `localhost` or `[::1]`; under any other name it gets 421, so that no page of the web can make a browser on this host ask for it. A proxy must set such a name, or there must be a token.',
    '',
    'With `http.token`, which every other address needs: whoever brings it as `Authorization: Bearer`. All else gets 401. `/healthz` and `/readyz` are open to all and say nothing of the fleet. The agent itself speaks plain HTTP: put a proxy with TLS before it where the way leads over a network.',
    '',
    '```text',
    '$ curl -H "Authorization: Bearer $(cat /etc/homeamp/http.token)" http://192.0.2.10:9180/api/v1/instances?state=Drifted',
    '```',
    '',
    'Answers may hold values of configuration files, as reports do, and never a secret. No header lets pages of other origins read them.',
    '',
    '## Addresses below /api/v1',
    '',
    '| address | answers | schema | parameters |',
    '|---|---|---|---|',
    ...operations.map(row),
    '',
    'Lists come in pages: `limit` says how many (1 to 200, 50 without it), and `next` of a page is the `after` of the following one, until it is null. A mistake is told as `{"error": {"code": …, "message": …}}`: `bad-query` with 400, `not-found` with 404, `store-away` and `busy` with 503.',
    '',
    '## Reasons why it is not ready',
    '',
    '| reason | means |',
    '|---|---|',
    '| `no-pass-yet` | the first pass since the start has not ended |',
    '| `pass-failed` | a part of the last pass failed; `lastPass.waiting` in `/api/v1/status` and the log say which |',
    '| `git-away`, `forge-away`, `store-away`, `amp-away` | it did not answer when it was asked last |',
    '',
  ].join('\n');
}

function row({ path, summary, parameters, responses }) {
  const [, schema] = /([A-Za-z]+)$/.exec(responses[200].content['application/json'].schema.$ref);
  const names = parameters.filter((one) => one.in === 'query').map(({ name }) => `\`${name}\``);
  return `| \`${path}\` | ${summary} | \`${schema}\` | ${names.join(', ')} |`;
}
