# shellcheck shell=bash
# The unit, and the agent that runs by it. Where systemd does not run, what to do is said instead.

UNITS=/etc/systemd/system
UNIT=homeamp-agent.service
DROP_IN=$UNITS/$UNIT.d/10-host.conf
# Says that an upgrade stopped the agent, also to the run after one that was killed.
TO_START=$PROGRAM_FOLDER/.agent-to-start

has_systemd() { [[ -d /run/systemd/system ]]; }

# ensure_unit RELEASE
ensure_unit() {
  local before=$CHANGES
  ensure_folder "$UNITS" 0755 root:root
  ensure_file "$UNITS/$UNIT" 0644 root:root "$(<"$(shipped "$1")/systemd/$UNIT")"
  ensure_drop_in
  if ((CHANGES > before)); then
    tell_systemd daemon-reload
  fi
}

ensure_drop_in() {
  if [[ $AMP_USER:$(amp_group):$INSTANCES == amp:amp:/home/amp/.ampdata/instances ]]; then
    ensure_gone "$DROP_IN"
    drop_empty_folder "$(dirname "$DROP_IN")"
    return
  fi
  ensure_folder "$(dirname "$DROP_IN")" 0755 root:root
  ensure_file "$DROP_IN" 0644 root:root "$(drop_in_text)"
}

drop_empty_folder() {
  [[ ! -d $1 || -n $(ls -A "$1") ]] || act "remove $1" rmdir "$1"
}

drop_in_text() {
  cat <<EOF
$MARK
[Service]
User=$AMP_USER
Group=$(amp_group)
ReadWritePaths=
ReadWritePaths=$INSTANCES
EOF
}

# tell_systemd WORDS...
tell_systemd() {
  if has_systemd; then
    act "systemctl $*" systemctl --quiet "$@"
  else
    later "sudo systemctl $*"
  fi
}

is_running() { has_systemd && systemctl --quiet is-active "$UNIT"; }

# One that waits for its next start is not stopped.
is_stopped() { ! has_systemd || [[ $(systemctl show --property ActiveState --value "$UNIT") =~ ^(inactive|failed)$ ]]; }

# stop_agent for-now|for-good. It ends what it is doing and starts the servers that it stopped: three minutes at most.
stop_agent() {
  is_stopped && return 0
  [[ -e $TO_START || $1 == for-good ]] || act 'remember that the agent ran' touch "$TO_START"
  [[ $DRY_RUN == yes ]] ||
    note 'Stopping the agent. It finishes what it writes and starts the servers that it stopped …'
  act "systemctl stop $UNIT" systemctl stop "$UNIT"
}

# Gives 1 when it does not stay up.
start_agent() {
  [[ -e $TO_START ]] || return 0
  if ! has_systemd; then
    later "sudo systemctl start $UNIT"
    return 0
  fi
  systemctl start "$UNIT" && stays_up || return 1
  announce "systemctl start $UNIT"
  act 'forget that the agent ran' rm -f "$TO_START"
}

stays_up() {
  sleep 3
  is_running && [[ $(systemctl show --property NRestarts --value "$UNIT") == 0 ]]
}

remove_unit() {
  if has_systemd && [[ -e $UNITS/$UNIT ]]; then
    stop_agent for-good
    if systemctl --quiet is-enabled "$UNIT" 2>/dev/null; then
      act "systemctl disable $UNIT" systemctl --quiet disable "$UNIT"
    fi
  fi
  local before=$CHANGES
  ensure_gone "$UNITS/multi-user.target.wants/$UNIT" "$UNITS/$UNIT" "$DROP_IN"
  drop_empty_folder "$(dirname "$DROP_IN")"
  if ((CHANGES > before)) && has_systemd; then
    act 'systemctl daemon-reload' systemctl daemon-reload
  fi
}
