import { describe, expect, it } from 'vitest';
import { ampFleet } from '../../support/amp-fleet.ts';
import { baseline } from '../../support/small-fleet.ts';

const NODE = 'MinecraftModule.Limits.MaxPlayers';

function serverProperties(players: number, node = NODE): Readonly<Record<string, string>> {
  const front = `folder: .\nfiles:\n  server.properties: { ampSettings: { max-players: ${node} } }\n`;
  const block = `max-players=${players}\nmotd=Hello\n`;
  return baseline('server-properties', block, { front, info: 'properties server.properties' }) as Record<
    string,
    string
  >;
}

const LIVE = {
  'DEV01/Minecraft/server.properties': '#Minecraft server properties\nmax-players=20\nmotd=Hello\npvp=true\n',
  'DEV01/Minecraft/plugins/Chairs/config.yml': 'range: 4\nsound: true\n',
  'TOW01/Minecraft/plugins/Chairs/config.yml': 'range: 4\nsound: true\n',
  'HUB01/Minecraft/plugins/Chairs/config.yml': 'range: 4\nsound: true\n',
};

async function fleetWithProperties(node = NODE) {
  return ampFleet({
    live: LIVE,
    files: {
      'desired-state/deployment-matrix.csv':
        'plugin,DEV01,TOW01,HUB01\nChairs,x,x,x\nserver-properties,x,,\n',
      ...serverProperties(20, node),
    },
    servers: { DEV01: { ampOwned: { 'max-players': NODE } } },
  });
}

describe("a key of server.properties that is AMP's own", () => {
  it('is set in AMP as well, so that it survives the start', async () => {
    const fleet = await fleetWithProperties();
    await fleet.mergeRange(serverProperties(60));
    expect(fleet.comment(1)).toContain(`AMP's own setting ${NODE}`);
    await fleet.hosts.alpha.pass();
    await fleet.settle('alpha');
    await fleet.hosts.alpha.pass();
    const set = fleet.events('DEV01').filter(({ kind }) => kind === 'config-set');
    expect(set).toEqual([expect.objectContaining({ node: NODE, value: '60' })]);
    expect(fleet.server('DEV01').memoryOf('server.properties')).toContain('max-players=60');
    expect(fleet.server('DEV01').state).toBe(20);
  });

  it('that AMP does not know stops no server', async () => {
    const fleet = await fleetWithProperties('MinecraftModule.Limits.NoSuchThing');
    const merged = await fleet.mergeRange(serverProperties(60, 'MinecraftModule.Limits.NoSuchThing'));
    await fleet.hosts.alpha.pass();
    await fleet.settle('alpha');
    await fleet.hosts.alpha.pass();
    expect(fleet.events('DEV01').filter((event) => event.kind === 'state' && event.to === 40)).toEqual([]);
    expect(fleet.statusOf(merged, 'alpha')).toContain('not applied: AMP knows no setting of this name');
  });
});
