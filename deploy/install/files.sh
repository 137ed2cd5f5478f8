# shellcheck shell=bash
# Folders, files and links that are made only where they differ. Each file appears whole or not at all.

# ensure_folder PATH MODE OWNER:GROUP
ensure_folder() {
  local path=$1 mode=$2 owner=$3
  if [[ -L $path || (-e $path && ! -d $path) ]]; then
    fail 2 "$path is not a folder." 'Move it away, then run this again.'
  fi
  if [[ ! -d $path ]]; then
    act "make the folder $path ($owner, $mode)" \
      install -d -m "$mode" -o "${owner%:*}" -g "${owner#*:}" "$path"
  elif [[ $(stat -c '%U:%G %a' "$path") != "$owner ${mode#0}" ]]; then
    act "set $path to $owner, $mode" set_rights "$path" "$mode" "$owner"
  fi
}

set_rights() {
  chown -h "$3" "$1"
  chmod "$2" "$1"
}

# ensure_file PATH MODE OWNER:GROUP CONTENT
ensure_file() {
  local path=$1 mode=$2 owner=$3 content=$4
  forget_unfinished "$path"
  if [[ -d $path ]]; then
    fail 2 "$path is a folder." 'Move it away, then run this again.'
  fi
  if [[ -L $path || ! -e $path ]]; then
    act "write $path ($owner, $mode)" write_file "$@"
  elif [[ $(<"$path") != "$content" ]]; then
    act "write $path anew" write_file "$@"
  elif [[ $(stat -c '%U:%G %a' "$path") != "$owner ${mode#0}" ]]; then
    act "set $path to $owner, $mode" set_rights "$path" "$mode" "$owner"
  fi
}

# For files that people edit: what is there stays, but for its owner and mode.
ensure_file_once() {
  local path=$1 mode=$2 owner=$3 content=$4
  if [[ -e $path ]]; then content=$(<"$path"); fi
  ensure_file "$path" "$mode" "$owner" "$content"
}

write_file() {
  local path=$1 mode=$2 owner=$3 content=$4 new
  new=$(unfinished_name "$path")
  printf '%s\n' "$content" >"$new"
  set_rights "$new" "$mode" "$owner"
  sync "$new"
  mv -fT "$new" "$path"
}

# ensure_link TARGET PATH
ensure_link() {
  local target=$1 path=$2
  forget_unfinished "$path"
  [[ -L $path && $(readlink "$path") == "$target" ]] || act "let $path lead to $target" write_link "$@"
}

write_link() {
  local new
  new=$(unfinished_name "$2")
  ln -sT "$1" "$new"
  mv -fT "$new" "$2"
}

unfinished_name() { printf '%s/.%s.homeamp-new' "$(dirname "$1")" "$(basename "$1")"; }

# What a run left that was killed between writing and renaming.
forget_unfinished() {
  local new
  new=$(unfinished_name "$1")
  [[ ! -e $new && ! -L $new ]] || act "remove $new of an unfinished run" rm -f "$new"
}

ensure_gone() {
  local path
  for path in "$@"; do
    forget_unfinished "$path"
    [[ ! -e $path && ! -L $path ]] || act "remove $path" rm -rf --one-file-system "$path"
  done
}

# ensure_gone_unless_edited PATH SHIPPED
ensure_gone_unless_edited() {
  [[ -e $1 ]] || return 0
  if [[ -e $2 ]] && ! cmp -s "$1" "$2"; then
    note "Kept $1: it was edited."
  else
    ensure_gone "$1"
  fi
}
