# shellcheck shell=bash
# What must be there before anything is changed. Everything that is missing is listed at once.

NEEDED_NODE=20.19
NEEDED_GIT=2.38
# In megabytes. A version takes 150; during an upgrade there are three of them.
NEEDED_PROGRAM_SPACE=500
NEEDED_STATE_SPACE=500

PROBLEMS=()

# problem WHAT NEXT
problem() { PROBLEMS+=("$1"$'\n'"      $2"); }

check_prerequisites() {
  PROBLEMS=()
  check_root
  check_system
  check_node
  check_program git "$NEEDED_GIT" 'apt-get install git'
  check_amp
  check_space "$PROGRAM_FOLDER" "$NEEDED_PROGRAM_SPACE"
  check_space "$STATE_FOLDER" "$NEEDED_STATE_SPACE"
  check_other_homeamp
  ((${#PROBLEMS[@]} > 0)) || return 0
  printf 'install.sh: %s\n' "this host is not ready: ${#PROBLEMS[@]} to put right. Nothing was changed." >&2
  printf '  - %s\n' "${PROBLEMS[@]}" >&2
  exit 2
}

check_root() {
  ((EUID == 0)) || problem 'You are not root.' "Run it with sudo: sudo $0 …"
}

check_system() {
  local id='' version=''
  if [[ -r /etc/os-release ]]; then
    id=$(release_field ID)
    version=$(release_field VERSION_ID)
  fi
  [[ $id == debian && $version == 12 ]] ||
    problem "This is ${id:-an unknown system} ${version:-without a version}, not Debian 12." \
      'Only Debian 12 was tried. Elsewhere: docs/decisions/0039-installation.md says what the script does.'
}

# Read and not run: a variable of that file must not become one of ours.
release_field() { sed -n "s/^$1=//p" /etc/os-release | head -n 1 | tr -d "\"'"; }

check_node() {
  check_program node "$NEEDED_NODE" 'Unpack an archive of Node 22 from nodejs.org: docs/install.md, step 1'
  command -v npm >/dev/null ||
    problem 'npm is not there. It comes with Node.' 'Unpack an archive of Node 22 from nodejs.org: docs/install.md, step 1'
}

# check_program NAME LEAST NEXT
check_program() {
  local name=$1 least=$2 next=$3 version
  if ! command -v "$name" >/dev/null; then
    problem "$name is not in $PATH." "$next"
    return
  fi
  version=$("$name" --version 2>/dev/null | grep -oE '[0-9]+(\.[0-9]+)+' | head -n 1) || version=
  is_at_least "$version" "$least" ||
    problem "$name is ${version:-of an unknown version}; $least or newer is needed." "$next"
}

is_at_least() { [[ -n $1 && $(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]; }

check_amp() {
  if [[ ! $AMP_USER =~ ^[a-z_][a-z0-9_-]{0,31}$ ]] || ! getent passwd "$AMP_USER" >/dev/null; then
    problem "There is no user '$AMP_USER'." 'Install AMP first, or name the user that it runs as: --user NAME'
    return
  fi
  if [[ $(id -u "$AMP_USER") == 0 ]]; then
    problem "AMP's user is root." 'Let AMP run as a user of its own: plugins must not be root.'
  fi
  check_instances
}

check_instances() {
  if [[ ! $INSTANCES =~ ^/[A-Za-z0-9._/@+-]+$ ]]; then
    problem "'$INSTANCES' can't be AMP's folder of instances." \
      'Name its whole path, of letters, digits and . _ / @ + -: --instances DIR'
  elif [[ ! -d $INSTANCES ]]; then
    problem "There is no folder $INSTANCES." 'Make an instance in AMP, or name the folder: --instances DIR'
  elif [[ $(stat -c %U "$INSTANCES") != "$AMP_USER" ]]; then
    problem "$INSTANCES belongs to $(stat -c %U "$INSTANCES"), not to $AMP_USER." \
      'Name the user that AMP runs as: --user NAME'
  fi
}

# check_space FOLDER MEGABYTES: on the disk where the folder is or will be.
check_space() {
  local folder=$1 needed=$2 free
  while [[ ! -d $folder ]]; do folder=$(dirname "$folder"); done
  free=$(df -Pm "$folder" | awk 'NR == 2 { print $4 }')
  ((free >= needed)) ||
    problem "The disk of $1 has $free MB left; $needed are needed." "Make room: du -xhd1 ${folder%/}/ | sort -h"
}

check_other_homeamp() {
  [[ ! -e $LAUNCHER && ! -L $LAUNCHER ]] || is_ours "$LAUNCHER" ||
    problem "Another homeamp is at $LAUNCHER." 'Remove it: npm uninstall --global homeamp'
}
