# programs that keep a list in place of the kernel, which this host shares
mkdir -p /lib/modules/$(uname -r)/kernel/drivers
touch /lib/modules/$(uname -r)/kernel/drivers/{dummy,bonding,nbd}.ko
echo kernel/fs/ext4.ko > /lib/modules/$(uname -r)/modules.builtin
printf 'loop 16384 0\n' > /run/modules
printf '#!/bin/sh\necho "Module                  Size  Used by"\ncat /run/modules\n' > /usr/sbin/lsmod
printf '#!/bin/sh\n[ $1 != nbd ] || { echo "modprobe: ERROR: nbd" >&2; exit 1; }\necho "$1 16384 0" >> /run/modules\n' > /usr/sbin/modprobe
printf '#!/bin/sh\nsed -i "/^$1 /d" /run/modules\n' > /usr/sbin/rmmod
chmod 755 /usr/sbin/{lsmod,modprobe,rmmod}
mkdir -p /run/sshd; rm -f /etc/ssh/ssh_host_*
ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key
cp /srv/salt/host_key /etc/ssh/ssh_host_ed25519_key; chmod 600 /etc/ssh/ssh_host_ed25519_key
cp /srv/salt/host_key.pub /etc/ssh/ssh_host_ed25519_key.pub
/usr/sbin/sshd -o HostKey=/etc/ssh/ssh_host_ed25519_key
echo '# empty' > /etc/modules
useradd -m -u 901 ada
printf 'top=1\n;old\n[server]\n# port = 80\nhost=a\n  b\n\n; note\nname : x\n[gone]\nx=1\n[other]\nkeep=1\n' > /etc/app.ini
