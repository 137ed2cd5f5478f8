# shellcheck shell=bash
# From one version to another, and back when the new one does not do.

run_upgrade() {
  local old was_well=no
  old=$(current_release)
  [[ -n $old ]] || fail 2 'homeamp is not installed here.' "Install it: $0 install $PACKAGE_FILE"
  if [[ $old != "$RELEASE" && $DRY_RUN == no ]] && ask_doctor "$old" >/dev/null 2>&1; then was_well=yes; fi
  ensure_release
  if [[ $old != "$RELEASE" ]]; then
    assert_fits "$old"
    stop_agent for-now
    use_release "$RELEASE"
  fi
  ensure_host "$RELEASE"
  if [[ $DRY_RUN == no ]]; then finish_upgrade "$old" "$was_well"; fi
  drop_old_releases
  say_result "homeamp $VERSION is in use"
  say_later
}

# finish_upgrade OLD WAS_WELL
finish_upgrade() {
  if ((CHANGES > 0)) && ! ask_doctor "$RELEASE"; then
    [[ $2 == no ]] || go_back "$1" 'homeamp doctor had nothing to say before, and now it has; see above.'
    later 'put right what is said above, then: sudo homeamp doctor'
  fi
  if ! start_agent; then go_back "$1" 'The agent does not stay up; see: journalctl -u homeamp-agent'; fi
}

# assert_fits OLD: asked while the old version still works, so that a no costs nothing.
assert_fits() {
  [[ $DRY_RUN == no ]] || return 0
  if [[ -e $STATE_FOLDER/state.mdb ]]; then
    ask_release "$RELEASE" history --state "$STATE_FOLDER" --limit 1 >/dev/null ||
      refuse "homeamp $VERSION can't use this host's state; see above."
  fi
  ask_release "$RELEASE" config check >/dev/null 2>&1 && return
  if ask_release "$1" config check >/dev/null 2>&1; then
    ask_release "$RELEASE" config check || true
    refuse "homeamp $VERSION does not take this host's agent.yaml; see above."
  fi
}

refuse() {
  rm -rf "${RELEASES:?}/$RELEASE"
  fail 2 "$1" 'Nothing was changed. The version in use goes on.'
}

# go_back OLD REASON
go_back() {
  note "$2"
  if [[ $1 == "$RELEASE" ]]; then
    fail 3 "homeamp $VERSION is in place, and something is amiss." 'Put it right, then run this again.'
  fi
  note "Going back to $1 …"
  stop_agent for-now
  ensure_link "releases/$1" "$CURRENT"
  ensure_host "$1"
  act "remove homeamp $VERSION" rm -rf "${RELEASES:?}/$RELEASE"
  start_agent || note 'The agent does not stay up either; see: journalctl -u homeamp-agent'
  fail 5 "homeamp $1 is in use again." 'Settings and state are as they were.'
}
