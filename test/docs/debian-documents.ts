/** Documents whose commands are run on a Debian of their own, in this order: test/integration/deploy does it. */
export const DEBIAN_DOCUMENTS: readonly string[] = [
  'docs/install.md',
  'docs/runbooks/agent-does-not-poll.md',
  'docs/upgrade.md',
  'docs/uninstall.md',
];
