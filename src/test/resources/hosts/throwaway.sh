#!/bin/bash
# Runs a script on a throw-away host: this machine's root below an overlay in memory, with process, mount, IPC and host
# name spaces of its own. Nothing that it writes is there afterwards.
#   throwaway.sh TOKEN FOLDER SCRIPT   FOLDER is seen inside as /host (read and write); SCRIPT runs as root inside
set -euo pipefail
token=$1 folder=$2 script=$3
room=${4:-}
if [ -z "$room" ]; then
    room=$(mktemp -d)
    trap 'rmdir "$room"' EXIT
    unshare --mount --pid --fork --kill-child --uts --ipc --propagation private \
        /bin/bash "$0" "$token" "$folder" "$script" "$room"
    exit
fi
mount -t tmpfs -o size=2g throwaway "$room"
mkdir "$room/upper" "$room/work" "$room/root"
mount -t overlay -o "lowerdir=/,upperdir=$room/upper,workdir=$room/work" throwaway "$room/root"
root=$room/root
mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/dev"
for device in null zero full random urandom tty; do
    touch "$root/dev/$device"; mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/shm" "$root/run/lock" "$root/host"; mount -t tmpfs tmpfs "$root/dev/shm"
ln -s /proc/self/fd "$root/dev/fd"; ln -s /proc/self/fd/0 "$root/dev/stdin"
ln -s /proc/self/fd/1 "$root/dev/stdout"; ln -s /proc/self/fd/2 "$root/dev/stderr"
mount --bind "$folder" "$root/host"
echo "$token" > "$root/run/throwaway"
cp /etc/resolv.conf "$root/run/resolv.conf"
rm -f "$root/etc/resolv.conf"; cp "$root/run/resolv.conf" "$root/etc/resolv.conf"
hostname throwaway
cd "$root"
mkdir .before
pivot_root . .before
exec chroot . /bin/bash -euc '
    umount -l /.before
    rmdir /.before
    # fail closed: only with an overlay as the root and the token in it
    grep -q " / / [^-]* - overlay throwaway " /proc/self/mountinfo
    [ "$(cat /run/throwaway)" = "$1" ]
    exec /bin/bash -eu "$2"' bash "$token" "$script"
