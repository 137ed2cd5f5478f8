# shellcheck shell=bash
# The folders, settings and commands that a host gets beside the program itself.

SETTINGS_FOLDER=/etc/homeamp
STATE_FOLDER=/var/lib/homeamp
CHOICES=$SETTINGS_FOLDER/install.conf
LAUNCHER=/usr/local/bin/homeamp
JOURNALD=/etc/systemd/journald.conf.d/homeamp.conf
LOGROTATE=/etc/logrotate.d/homeamp
MARK='# Made by homeamp, deploy/install.sh.'

AMP_USER=
INSTANCES=
HOST_NAME=

# The options, or what an earlier run was told, or what AMP does by itself.
settle_choices() {
  local home
  AMP_USER=${AMP_USER:-$(choice amp-user)}
  AMP_USER=${AMP_USER:-amp}
  home=$(getent passwd "$AMP_USER" | cut -d: -f6) || home=
  INSTANCES=${INSTANCES:-$(choice instances)}
  INSTANCES=${INSTANCES:-${home:-/home/$AMP_USER}/.ampdata/instances}
  HOST_NAME=${HOST_NAME:-$(hostname -s 2>/dev/null || cat /etc/hostname)}
}

choice() { [[ ! -r $CHOICES ]] || sed -n "s/^$1=//p" "$CHOICES" | head -n 1; }

amp_group() { id -gn "$AMP_USER"; }

ensure_folders() {
  local group
  group=$(amp_group)
  ensure_folder "$SETTINGS_FOLDER" 0750 "root:$group"
  ensure_file "$CHOICES" 0644 root:root "amp-user=$AMP_USER"$'\n'"instances=$INSTANCES"
  ensure_folder "$STATE_FOLDER" 0700 "$AMP_USER:$group"
}

# ensure_settings RELEASE
ensure_settings() {
  local from text
  from=$(shipped "$1")
  if [[ ! -e $SETTINGS_FOLDER/agent.yaml ]]; then IS_NEW=yes; fi
  if [[ -n $CONFIG ]]; then
    text=$(<"$CONFIG")
  else
    text=$(<"$from/agent.starter.yaml")
    text=${text//HOST_NAME/$HOST_NAME}
    text=${text//INSTANCES_FOLDER/$INSTANCES}
  fi
  ensure_file_once "$SETTINGS_FOLDER/agent.yaml" 0640 "root:$(amp_group)" "$text"
  ensure_file_once "$SETTINGS_FOLDER/secrets.env" 0600 root:root "$(<"$from/secrets.env.example")"
}

# ensure_log_settings RELEASE
ensure_log_settings() {
  local from
  from=$(shipped "$1")
  ensure_folder "$(dirname "$JOURNALD")" 0755 root:root
  if [[ ! -e $JOURNALD ]]; then
    ensure_file "$JOURNALD" 0644 root:root "$(<"$from/journald/homeamp.conf")"
    ! has_systemd || act 'systemctl restart systemd-journald' systemctl restart systemd-journald
  fi
  ensure_folder "$(dirname "$LOGROTATE")" 0755 root:root
  ensure_file_once "$LOGROTATE" 0644 root:root "$(<"$from/logrotate/homeamp")"
}

is_ours() { [[ -f $1 && ! -L $1 ]] && grep -qxF "$MARK" "$1"; }

ensure_launcher() { ensure_file "$LAUNCHER" 0755 root:root "$(launcher_text)"; }

# Root becomes AMP's user, so that nothing of root's lands in the state. Only names of homeamp's are taken from the
# secrets, and nothing in that file is run.
launcher_text() {
  cat <<EOF
#!/bin/sh
$MARK
# \`sudo homeamp …\` does what the agent would: as $AMP_USER, with the secrets of $SETTINGS_FOLDER/secrets.env.
program=\${HOMEAMP_PROGRAM:-$CURRENT/bin/homeamp}
[ "\$(id -u)" = 0 ] || exec "\$program" "\$@"
if [ -r $SETTINGS_FOLDER/secrets.env ]; then
  while IFS= read -r line || [ -n "\$line" ]; do
    name=\${line%%=*}
    case \$name in
      *[!A-Z0-9a-z_]*) ;;
      HOMEAMP_*) [ "\$name" = "\$line" ] || export "\$line" ;;
    esac
  done <$SETTINGS_FOLDER/secrets.env
fi
HOME=\$(getent passwd $AMP_USER | cut -d: -f6) exec runuser -u $AMP_USER -- "\$program" "\$@"
EOF
}
