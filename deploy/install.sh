#!/usr/bin/env bash
# Installs, upgrades and removes homeamp's agent on Debian 12. `install.sh --help` says how.
set -euo pipefail
umask 022
# What the agent's unit finds, and nothing that only this terminal has.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C

HERE=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
# shellcheck source=install/say.sh
. "$HERE/install/say.sh"
# shellcheck source=install/files.sh
. "$HERE/install/files.sh"
# shellcheck source=install/checks.sh
. "$HERE/install/checks.sh"
# shellcheck source=install/release.sh
. "$HERE/install/release.sh"
# shellcheck source=install/host.sh
. "$HERE/install/host.sh"
# shellcheck source=install/agent.sh
. "$HERE/install/agent.sh"
# shellcheck source=install/upgrade.sh
. "$HERE/install/upgrade.sh"
# shellcheck source=install/commands.sh
. "$HERE/install/commands.sh"
# Nothing is read from these files after this line: `uninstall` may remove them.
main "$@"
exit
