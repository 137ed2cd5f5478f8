# shellcheck shell=bash
# Versions of homeamp lie side by side; a link says which is in use, so that going on and going back is one step.

PROGRAM_FOLDER=/opt/homeamp
RELEASES=$PROGRAM_FOLDER/releases
CURRENT=$PROGRAM_FOLDER/current
PREVIOUS=$PROGRAM_FOLDER/previous
UNFINISHED=$RELEASES/.unfinished

# read_package FILE: sets PACKAGE, VERSION and RELEASE. Nothing of the package is run.
read_package() {
  [[ -f $1 ]] || fail 2 "There is no package file '$1'." 'Name the file that npm pack made, such as homeamp-0.1.0.tgz.'
  local about name digest
  PACKAGE=$(readlink -f "$1")
  about=$(tar -xzOf "$PACKAGE" package/package.json 2>/dev/null | node -p \
    'const about = JSON.parse(require("fs").readFileSync(0, "utf8")); about.name + " " + about.version' 2>/dev/null) || about=
  read -r name VERSION <<<"$about"
  [[ $name == homeamp && $VERSION =~ ^[0-9][0-9A-Za-z.+-]{0,60}$ ]] ||
    fail 2 "$1 is not a package of homeamp." 'Name the file that npm pack made, such as homeamp-0.1.0.tgz.'
  digest=$(sha256sum "$PACKAGE")
  RELEASE=$VERSION-${digest:0:12}
}

current_release() { [[ ! -L $CURRENT ]] || basename "$(readlink "$CURRENT")"; }

# Where the files of a version are that the host gets. In a dry run the version is not unpacked: those beside this script.
shipped() {
  local folder=$RELEASES/$1/lib/node_modules/homeamp/deploy
  if [[ -d $folder ]]; then printf '%s' "$folder"; else printf '%s' "$HERE"; fi
}

# Unpacks the package beside what is in use.
ensure_release() {
  ensure_folder "$PROGRAM_FOLDER" 0755 root:root
  ensure_folder "$RELEASES" 0755 root:root
  [[ ! -e $UNFINISHED ]] || act "remove $UNFINISHED of an unfinished run" rm -rf "$UNFINISHED"
  [[ -d $RELEASES/$RELEASE ]] || act "install homeamp $VERSION into $RELEASES/$RELEASE" fetch_release
}

# Scripts of packages are not run: nothing of them is needed, and they would run as root.
fetch_release() {
  local log=$UNFINISHED/npm.log version
  mkdir -m 0755 "$UNFINISHED"
  if ! npm install --global --prefix "$UNFINISHED" --cache "$UNFINISHED/cache" --ignore-scripts --no-audit --no-fund \
    --no-update-notifier --loglevel=error "$PACKAGE" >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -rf "$UNFINISHED"
    fail 3 'npm could not install the package; see above.' 'Nothing else was changed. Put it right, then run this again.'
  fi
  rm -rf "$UNFINISHED/cache" "$log"
  version=$(runuser -u "$AMP_USER" -- "$UNFINISHED/bin/homeamp" --version) || version=
  if [[ $version != "$VERSION" ]]; then
    rm -rf "$UNFINISHED"
    fail 2 "The homeamp of the package does not start as $AMP_USER." 'Nothing else was changed. Is the file whole?'
  fi
  sync -f "$UNFINISHED"
  mv -T "$UNFINISHED" "$RELEASES/$RELEASE"
}

# use_release RELEASE
use_release() {
  local before
  before=$(current_release)
  [[ -z $before || $before == "$1" ]] || ensure_link "releases/$before" "$PREVIOUS"
  ensure_link "releases/$1" "$CURRENT"
}

# All but the one in use and the one before it.
drop_old_releases() {
  local folder name
  for folder in "$RELEASES"/*/; do
    name=$(basename "$folder")
    [[ $name == '*' || $name == "$(current_release)" || $RELEASES/$name -ef $PREVIOUS ]] ||
      act "remove the older version $name" rm -rf "$RELEASES/$name"
  done
}
