# shellcheck shell=bash
# The commands themselves.

COMMAND=
PACKAGE_FILE=
CONFIG=
IS_NEW=no
IS_PURGE=no
IS_ANSWERED=no
IS_CHECK=no

usage() {
  cat <<'EOF'
install.sh install PACKAGE.tgz [--user NAME] [--instances DIR] [--host NAME] [--config FILE]
install.sh upgrade PACKAGE.tgz
install.sh uninstall [--purge [--yes]]

  --check          only look whether this host is ready
  --dry-run        say what would be changed, and change nothing
  --user NAME      the user that AMP runs as (amp)
  --instances DIR  AMP's folder of instances (~/.ampdata/instances of that user)
  --host NAME      this host's name in fleet.yaml, for a new agent.yaml (the system's own name)
  --config FILE    a finished agent.yaml, where there is none yet
  --purge          remove settings, secrets and state as well
  --yes            do not ask

Exit codes: 0 done, 2 something must be put right first, 3 try again, 5 taken back.
EOF
}

main() {
  read_words "$@"
  settle_choices
  case $COMMAND in
    uninstall)
      only_one
      run_uninstall
      ;;
    *)
      check_prerequisites
      if [[ $IS_CHECK == yes ]]; then
        note 'This host is ready.'
        return
      fi
      read_package "$PACKAGE_FILE"
      only_one
      "run_$COMMAND"
      ;;
  esac
}

read_words() {
  while (($# > 0)); do
    case $1 in
      install | upgrade | uninstall) COMMAND=$1 ;;
      --check) IS_CHECK=yes ;;
      --dry-run) DRY_RUN=yes ;;
      --purge) IS_PURGE=yes ;;
      --yes) IS_ANSWERED=yes ;;
      --user | --instances | --host | --config) read_value "$1" "${2:-}" && shift ;;
      --help | -h) usage && exit ;;
      -*) fail 2 "There is no option '$1'." 'install.sh --help lists them.' ;;
      *) PACKAGE_FILE=$1 ;;
    esac
    shift
  done
  [[ -n $COMMAND || $IS_CHECK == yes ]] || fail 2 'No command was given.' 'install.sh --help lists them.'
}

# read_value OPTION VALUE
read_value() {
  [[ -n $2 ]] || fail 2 "$1 needs a value." 'install.sh --help says which.'
  case $1 in
    --user) AMP_USER=$2 ;;
    --instances) INSTANCES=$2 ;;
    --host) HOST_NAME=$2 ;;
    --config) CONFIG=$2 ;;
  esac
  [[ $1 != --config || -r $2 ]] || fail 2 "$2 can't be read." 'Name a finished agent.yaml.'
  [[ $1 != --host || $2 =~ ^[A-Za-z0-9_-]{1,64}$ ]] ||
    fail 2 "'$2' is no name of a host." 'Use letters, digits, _ and -.'
}

only_one() {
  ((EUID == 0)) || fail 2 'You are not root.' "Run it with sudo: sudo $0 …"
  exec 9>/run/lock/homeamp-install.lock
  flock -n 9 || fail 3 'Another install.sh is running.' 'Wait until it has ended.'
}

# ensure_host RELEASE: everything but the program.
ensure_host() {
  ensure_folders
  ensure_settings "$1"
  ensure_log_settings "$1"
  ensure_launcher
  ensure_unit "$1"
}

run_install() {
  local current
  current=$(current_release)
  if [[ -n $current && $current != "$RELEASE" ]]; then
    fail 2 "homeamp $current is installed already." "To replace it: $0 upgrade $PACKAGE_FILE"
  fi
  ensure_release
  use_release "$RELEASE"
  ensure_host "$RELEASE"
  say_result "homeamp $VERSION is installed"
  [[ $DRY_RUN == no ]] || return 0
  if [[ $IS_NEW == yes && -z $CONFIG ]]; then
    later "put your repository into $SETTINGS_FOLDER/agent.yaml and the secrets into $SETTINGS_FOLDER/secrets.env"
    later 'sudo homeamp doctor'
  elif ask_doctor "$RELEASE"; then
    note 'Nothing is amiss.'
  else
    later 'put right what is said above, then: sudo homeamp doctor'
  fi
  is_running || later "sudo systemctl enable --now $UNIT"
  say_later
}

# say_result DONE
say_result() {
  if ((CHANGES == 0)); then
    note "$1; nothing was to be changed."
  elif [[ $DRY_RUN == yes ]]; then
    note "Nothing was changed: a dry run of $CHANGES changes."
  else
    note "$1."
  fi
}

# ask_doctor RELEASE
ask_doctor() { ask_release "$1" doctor; }

# ask_release RELEASE WORDS...: as the agent would be asked. `doctor` is `config check` where there is none yet.
ask_release() {
  local program=$RELEASES/$1/bin/homeamp
  shift
  if [[ $1 == doctor ]] && ! "$program" --help | grep -qE '^ +doctor'; then set -- config check; fi
  (cd / && HOMEAMP_PROGRAM=$program "$LAUNCHER" "$@")
}

run_uninstall() {
  local from
  from=$(shipped "$(current_release)")
  [[ $IS_PURGE == no ]] || ask_purge
  remove_unit
  ensure_gone_unless_edited "$JOURNALD" "$from/journald/homeamp.conf"
  ensure_gone_unless_edited "$LOGROTATE" "$from/logrotate/homeamp"
  ! is_ours "$LAUNCHER" || ensure_gone "$LAUNCHER"
  if [[ $IS_PURGE == yes ]]; then
    ensure_gone "$(dirname "$DROP_IN")" "$SETTINGS_FOLDER" "$STATE_FOLDER"
  fi
  drop_empty_folder "$(dirname "$JOURNALD")"
  # Last, since a run that is killed needs what lies there to go on.
  ensure_gone "$PROGRAM_FOLDER"
  say_result 'homeamp is removed'
  [[ ! -d $SETTINGS_FOLDER ]] || note "Settings and state are kept in $SETTINGS_FOLDER and $STATE_FOLDER."
  note "AMP, its servers and their files were not touched."
}

ask_purge() {
  local answer
  [[ $IS_ANSWERED == no && $DRY_RUN == no ]] || return 0
  [[ -t 0 ]] || fail 2 'Purging needs an answer, and there is no terminal to ask on.' 'Say it with --yes.'
  note "This removes $SETTINGS_FOLDER with its secrets, and $STATE_FOLDER with the backups and the history."
  note 'Without them nothing that homeamp did on this host can be rolled back.'
  read -r -p 'Type purge to go on: ' answer
  [[ $answer == purge ]] || fail 2 'Nothing was changed.' 'Leave --purge out to keep settings and state.'
}
