#!/bin/sh
# A network namespace, joined to this host by two virtual cables: NET.2 and NET.130, NET.132 are inside,
# NET.1 and NET.129 here.
# Inside, avahi announces an Axis camera at NET.2 and an RTSP server at NET.131. Prints "ready NET", or why not. Then takes
# commands from standard input: "browse" prints what avahi sees and "done"; "run COMMAND" runs it inside and prints its
# process id. Ends with its input.
name=vedette-net-$$
net=10.77.$(($$ % 200 + 20))
for tool in ip unshare avahi-daemon avahi-publish avahi-browse dbus-daemon; do
  command -v $tool >/dev/null || { echo "$tool is not installed"; exit 0; }
done
ip netns add $name 2>/dev/null || { echo "no network namespaces here"; exit 0; }
work=$(mktemp -d)
clean() {
  for pid in $(ip netns pids $name); do kill $pid; done
  ip netns delete $name
  rm -rf "$work"
}
trap clean EXIT
trap 'exit 0' INT TERM

# cable NUMBER OUTSIDE INSIDE: the last bytes of its two addresses.
cable() {
  ip link add vdo$$-$1 type veth peer name vdi$$-$1 && ip link set vdi$$-$1 netns $name &&
    ip addr add $net.$2/25 broadcast + dev vdo$$-$1 && ip link set vdo$$-$1 up &&
    ip netns exec $name ip addr add $net.$3/25 broadcast + dev vdi$$-$1 &&
    ip netns exec $name ip link set vdi$$-$1 up
}
{
  cable 1 1 2 && cable 2 129 130 && ip netns exec $name ip addr add $net.132/25 broadcast + dev vdi$$-2 &&
    ip netns exec $name ip link set lo up &&
    ip netns exec $name ip route add 224.0.0.0/4 dev vdi$$-1
} >&2 || { echo "no virtual cables here"; exit 0; }

cat > "$work/avahi.conf" <<CONF
[server]
host-name=testcam0
use-ipv4=yes
use-ipv6=no
allow-interfaces=vdi$$-1
enable-dbus=yes
[publish]
publish-workstation=no
CONF
cat > "$work/inside.sh" <<'INSIDE'
# await CONDITION...: for 10 s at most, then says why there is no network.
await() {
  tries=100
  until "$@"; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] || { echo "this did not come true within 10 s: $*"; exit 0; }
    sleep 0.1
  done
}
mount -t tmpfs none /run && mkdir -p /run/dbus /run/avahi-daemon || { echo "no mounts here"; exit 0; }
dbus-daemon --system --nofork --nopidfile >&2 &
await [ -S /run/dbus/system_bus_socket ]
avahi-daemon -f "$1" --no-drop-root --no-chroot >/dev/null 2>&1 &
await avahi-daemon -c
# -f: the daemon is there before it can be spoken to, and they would give up.
avahi-publish -f -s "AXIS M1054 - 00408CABCDEF" _axis-video._tcp 80 "macaddress=00408CABCDEF" >/dev/null 2>&1 &
avahi-publish -f -a -R yard.local "$2.131" >/dev/null 2>&1 &
avahi-publish -f -s -H yard.local "Yard" _rtsp._tcp 554 "path=axis-media/media.amp" >/dev/null 2>&1 &
echo "ready $2"
while read -r word rest; do
  case $word in
    browse)
      for type in _http._tcp _https._tcp _rtsp._tcp; do timeout 4 avahi-browse -rpt $type; done
      echo done
      ;;
    run)
      sh -c "exec $rest" >&2 &
      echo $!
      ;;
  esac
done
INSIDE
ip netns exec $name unshare -m sh "$work/inside.sh" "$work/avahi.conf" $net
