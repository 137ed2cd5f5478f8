import { orderRestart } from '../../src/engine/orders/order-restart.ts';
import { writeSuspension } from '../../src/engine/orders/suspensions-note.ts';
import { STATE } from '../../src/stand-ins/amp/index.ts';
import { startInstance } from './week-admin.ts';
import type { Act } from './week-ledger.ts';
import type { WeekWorld } from './week-run.ts';
import { folderOf } from './week-servers.ts';
import { at, HOUR, MINUTE, WEEK_BEGINS, WEEK_ENDS } from './week-time.ts';

const XEON = 'hetzner-xeon';
const RYZEN = 'ovh-ryzen';

type Deed = readonly [at: number, instance: string, what: Act['what']];

const DEEDS: readonly Deed[] = [
  [at('Mon', '19:00'), 'MINE01', 'crash'],
  [at('Tue', '08:30'), 'BIG01', 'stop'],
  [at('Tue', '19:00'), 'BIG01', 'start'],
  [at('Wed', '20:00'), 'ROY01', 'crash'],
  [at('Wed', '21:00'), 'ROY01', 'start'],
  [at('Thu', '12:00'), 'CSMC01', 'daemon-down'],
  [at('Thu', '14:01'), 'CSMC01', 'start'],
];

/** What admins do to servers in AMP, what goes wrong with those, and how long a host is away. */
export function planAdmins(world: WeekWorld): void {
  for (const deed of DEEDS) planDeed(world, deed);
  const { plan, fleet, chance } = world;
  // It crashes each time it is ready, until AMP gives up.
  plan(at('Wed', '19:59'), () => fleet.server('ROY01').crashLoop(6));
  plan(at('Wed', '20:59'), () => fleet.server('ROY01').crashLoop(0));
  plan(at('Thu', '14:00'), () => startInstance(fleet.host(RYZEN).amp, folderOf('CSMC01')));
  plan(at('Fri', '01:30'), () => {
    const server = fleet.server('PRI01');
    if (server.state === STATE.ready && server.players.length === 0) server.fallAsleep();
  });
  world.away(XEON, at('Thu', '05:00'), at('Thu', '17:00'));
  planImpatience(world);
  for (
    let time = WEEK_BEGINS + 30 * HOUR;
    time < WEEK_ENDS - 6 * HOUR;
    time += chance.between(14, 30) * HOUR
  ) {
    const instance = chance.pick(['SMP101', 'SMP201', 'HARD01', 'BENT01', 'CREA01', 'MIN01', 'EMAD01']);
    planDeed(world, [time, instance, 'stop']);
    planDeed(world, [time + chance.between(5, 90) * MINUTE, instance, 'start']);
  }
}

function planDeed({ plan, fleet, ledger }: WeekWorld, [time, instance, what]: Deed): void {
  plan(time, () => {
    ledger.acts.push({ at: time, instance, what });
    const server = fleet.server(instance);
    if (what === 'stop') server.stop();
    else if (what === 'start') server.start();
    else if (what === 'crash') server.crash();
    else server.stopDaemon();
  });
}

/** In the night to Wednesday somebody stops the hub while its players are counted down, and wants it down for a while. */
function planImpatience(world: WeekWorld): void {
  const { plan, fleet, ledger } = world;
  for (let time = at('Wed', '01:00'); time < at('Wed', '03:00'); time += MINUTE) {
    plan(time, () => {
      const isDone = ledger.acts.some(({ instance }) => instance === 'HUB01');
      const isCounted = fleet
        .hostOf('HUB01')
        .amp.events.some(
          (event) => event.server === 'HUB01' && event.kind === 'say' && event.at > time - 3 * MINUTE,
        );
      if (isDone || !isCounted) return;
      ledger.acts.push({ at: time, instance: 'HUB01', what: 'stop' });
      fleet.server('HUB01').stop();
    });
  }
  planDeed(world, [at('Wed', '03:30'), 'HUB01', 'start']);
}

const PASSING = ['html-502', 'torn', 'hang-up', 'exception', 'no-session'] as const;

/** AMP itself: sessions that are lost, an hour without it, and single answers that fail. */
export function planFaults({ plan, fleet, chance }: WeekWorld): void {
  plan(at('Mon', '15:00'), () => fleet.host(XEON).amp.loseSessions());
  plan(at('Sat', '03:10'), () => fleet.host(RYZEN).amp.loseSessions());
  plan(at('Tue', '11:00'), () => {
    const comeBack = fleet.host(RYZEN).amp.faults.down();
    plan(at('Tue', '12:00'), comeBack);
  });
  for (let time = WEEK_BEGINS + 5 * HOUR; time < WEEK_ENDS; time += chance.between(200, 500) * MINUTE) {
    const { amp } = chance.pick(fleet.hosts);
    const kind = chance.pick(PASSING);
    plan(time, () => amp.faults.add({ kind }));
  }
}

/** What people tell homeamp itself. */
export function planOrders({ plan, fleet, ledger }: WeekWorld): void {
  for (const [time, instance] of [
    [at('Wed', '13:00'), 'TOW01'],
    [at('Sun', '10:00'), 'MINE01'],
  ] as const) {
    plan(time, async () => {
      ledger.orders.push({ at: time, instance });
      await orderRestart(fleet.hostOf(instance).agent, [instance], { by: 'alice', reason: 'It lags' });
    });
  }
  const pause = { host: RYZEN, from: at('Sat', '16:00'), to: at('Sat', '22:00') };
  ledger.pauses.push(pause);
  plan(pause.from, () =>
    writeSuspension(fleet.host(RYZEN).agent.notes, {
      scope: { kind: 'host', name: RYZEN },
      by: 'alice',
      reason: 'Tournament',
      until: pause.to,
      at: pause.from,
    }),
  );
}
