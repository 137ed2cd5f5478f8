/** Asks a Minecraft server for its entry in the players' server list. */
export interface ServerPing {
  /** True when it answers within a few seconds as Minecraft does. Never throws. */
  answers(host: string, port: number): Promise<boolean>;
}
