#!/bin/sh
# A network namespace with avahi that announces an Axis camera, joined to this host by a virtual cable.
# Prints "ready", or why not. "browse" on standard input prints what avahi sees and "done". Ends with its input.
name=vedette-mdns-$$
outside=vdo$$
inside=vdi$$
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
{
  ip link add $outside type veth peer name $inside && ip link set $inside netns $name &&
    ip addr add 10.77.31.1/24 dev $outside && ip link set $outside up &&
    ip netns exec $name ip addr add 10.77.31.2/24 dev $inside &&
    ip netns exec $name ip link set $inside up && ip netns exec $name ip link set lo up &&
    ip netns exec $name ip route add 224.0.0.0/4 dev $inside
} >&2 || { echo "no virtual cables here"; exit 0; }
cat > "$work/avahi.conf" <<CONF
[server]
host-name=testcam0
use-ipv4=yes
use-ipv6=no
allow-interfaces=$inside
enable-dbus=yes
[publish]
publish-workstation=no
CONF
cat > "$work/inside.sh" <<'INSIDE'
mount -t tmpfs none /run && mkdir -p /run/dbus /run/avahi-daemon || { echo "no mounts here"; exit 0; }
dbus-daemon --system --nofork --nopidfile >&2 &
until [ -S /run/dbus/system_bus_socket ]; do sleep 0.1; done
avahi-daemon -f "$1" --no-drop-root --no-chroot >/dev/null 2>&1 &
until avahi-daemon -c; do sleep 0.1; done
avahi-publish -s "AXIS M1054 - 00408CABCDEF" _rtsp._tcp 554 "macaddress=00408CABCDEF" "path=axis-media/media.amp" >/dev/null 2>&1 &
avahi-publish -s "AXIS M1054 - 00408CABCDEF" _axis-video._tcp 80 "macaddress=00408CABCDEF" >/dev/null 2>&1 &
sleep 2
echo ready
while read -r word; do
  timeout 15 avahi-browse -rpt _http._tcp
  timeout 15 avahi-browse -rpt _rtsp._tcp
  echo done
done
INSIDE
ip netns exec $name unshare -m sh "$work/inside.sh" "$work/avahi.conf"
