cat /etc/fstab
grep ' /srv/' /proc/self/mounts | sed 's/upperdir=[^ ]*//'
find /srv -maxdepth 1 -not -path /srv/salt -printf '%p %m\n' | sort
