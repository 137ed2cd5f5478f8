/** A server beside the game that a fleet's instances need, as `fleet.yaml` declares it. */
export interface Service {
  readonly name: string;
  /** Hosts that use it; empty: all of the fleet. */
  readonly hosts: readonly string[];
  readonly target: ServiceTarget;
}

export const SERVICE_KINDS = ['mariadb', 'redis', 'prometheus', 'http', 'tcp'] as const;

export type ServiceTarget =
  | {
      readonly kind: 'mariadb' | 'redis';
      readonly address: NetworkAddress;
      readonly isEncrypted: boolean;
      readonly login: ServiceLogin | undefined;
    }
  | { readonly kind: 'tcp'; readonly address: NetworkAddress; readonly isEncrypted: boolean }
  | {
      readonly kind: 'prometheus' | 'http';
      /** http or https, without a user. */
      readonly url: string;
      readonly login: ServiceLogin | undefined;
    };

export interface ServiceLogin {
  /** Undefined where the password alone opens it, as with Redis. */
  readonly user: string | undefined;
  /** The NAME of `{{secret:NAME}}`; undefined for a user without a password. */
  readonly secret: string | undefined;
}

export interface NetworkAddress {
  /** A name, an IPv4 address, or an IPv6 address without brackets. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
}

const ADDRESS =
  /^(?:\[([0-9A-Fa-f:.]{2,45})\]|([A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?)):(\d{1,5})$/;
const LAST_PORT = 65_535;

/** Reads `HOST:PORT` or `[IPV6]:PORT`; undefined for anything else. */
export function parseNetworkAddress(text: string): NetworkAddress | undefined {
  const [, ipv6, named, digits] = ADDRESS.exec(text) ?? [];
  const host = ipv6 ?? named;
  const port = Number(digits);
  return host === undefined || port < 1 || port > LAST_PORT ? undefined : { host, port };
}

/** Of a host that no service is kept from. */
export function isServiceOf({ hosts }: Service, host: string): boolean {
  return hosts.length === 0 || hosts.includes(host);
}
