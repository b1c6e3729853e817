mkdir -p /srv/from/below '/srv/with space' /srv/old /srv/kept /srv/entry
mount -t tmpfs -o size=4m old /srv/old
printf '# a comment\nLABEL=none /srv/old tmpfs size=4m 0 0\nproc /proc proc defaults\n' > /etc/fstab
