import { describe, expect, it } from 'vitest';
import { isSensitiveKey } from '../../../../src/core/model/key-path.ts';

describe('a key that names a credential', () => {
  it.each([
    'database.password',
    'mysql.pass',
    'Database.dbPass',
    'DISCORD_TOKEN',
    'api-key',
    'apiKey',
    'webhook-url',
    'redis.credentials.password',
    'privateKey',
    'forwarding-secret',
  ])('is sensitive: %s', (id) => expect(isSensitiveKey(id)).toBe(true));

  it.each([
    'description',
    'teleport',
    'Features.BattlePass.Aliases',
    'passive-mobs',
    'compass.enabled',
    'bypass-limit',
    'tokens-per-kill',
  ])('per-key heuristics by substring do not match: %s', (id) => expect(isSensitiveKey(id)).toBe(false));
});
