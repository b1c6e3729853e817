crontab -l
cat /etc/sysctl.d/90-router.conf /proc/sys/net/ipv4/ip_forward
readlink /etc/localtime
tail -n +1 /etc/app.ini /etc/new.ini
tail -n +1 /etc/modules /run/modules /etc/modules.bak
find /etc/ssh/ssh_known_hosts /home/ada/.ssh -printf '%p %m %u %g\n'
tail -n +1 /etc/ssh/ssh_known_hosts /home/ada/.ssh/known_hosts
locale -a; cat /etc/default/locale; grep -v '^#' /etc/locale.gen
