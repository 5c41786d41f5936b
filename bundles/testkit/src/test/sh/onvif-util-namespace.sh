#!/bin/sh
# Debian's onvif-util in a network namespace, joined to this host by a virtual cable: it switches off the loop of
# multicast, so it finds no camera of its own host.
# Prints "ready ADDRESS", this host's end of the cable, or why not. The next line of standard input is user, password and
# address of a camera; what follows goes to the program.
name=vedette-onvif-$$
outside=vxo$$
inside=vxi$$
for tool in ip onvif-util timeout; do
  command -v $tool >/dev/null || { echo "$tool is not installed"; exit 0; }
done
ip netns add $name 2>/dev/null || { echo "no network namespaces here"; exit 0; }
trap 'ip netns delete $name' EXIT
trap 'exit 0' INT TERM
{
  ip link add $outside type veth peer name $inside && ip link set $inside netns $name &&
    ip addr add 10.77.32.1/24 dev $outside && ip link set $outside up &&
    ip netns exec $name ip addr add 10.77.32.2/24 dev $inside &&
    ip netns exec $name ip link set $inside up && ip netns exec $name ip link set lo up &&
    ip netns exec $name ip route add 224.0.0.0/4 dev $inside
} >&2 || { echo "no virtual cables here"; exit 0; }
echo "ready 10.77.32.1"
read -r user password address
ip netns exec $name timeout 30 onvif-util -u "$user" -p "$password" "$address"
