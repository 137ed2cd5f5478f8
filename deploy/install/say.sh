# shellcheck shell=bash
# What is done, and what is said about it.

DRY_RUN=no
CHANGES=0
LATER=()

announce() { printf '+ %s\n' "$1"; }

note() { printf '%s\n' "$1"; }

# act WHAT COMMAND...: the one way in which anything is changed.
act() {
  local what=$1
  shift
  CHANGES=$((CHANGES + 1))
  if [[ $DRY_RUN == yes ]]; then
    printf 'would %s\n' "$what"
    return
  fi
  "$@"
  announce "$what"
}

# fail CODE MESSAGE NEXT: 2 a mistake, 3 try again, 5 taken back; as homeamp's own commands.
fail() {
  printf 'install.sh: %s\n%s\n' "$2" "$3" >&2
  exit "$1"
}

# later COMMAND: what only a person can do now, said at the end.
later() { LATER+=("$1"); }

say_later() {
  ((${#LATER[@]} > 0)) || return 0
  note ''
  note 'Left to do:'
  printf '  %s\n' "${LATER[@]}"
}
