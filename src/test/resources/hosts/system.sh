# Inside a throw-away host: applies the SLS system of /host/tree twice with /host/apply. Leaves returns and facts in /host.
if [ "${1:-}" != offline ]; then
    apt-get -q update > /host/apt.log 2>&1
    apt-get -q -y --no-install-recommends install cron >> /host/apt.log 2>&1
    exec unshare --net /bin/bash -eu "$0" offline
fi
ip link set lo up
rm -f /usr/bin/systemctl /usr/sbin/runlevel # with it Salt takes the host for one whose systemd is offline, and leaves services alone
printf '#!/bin/sh\necho N 2\n' > /usr/sbin/runlevel # of sysvinit, which Salt asks
chmod 755 /usr/sbin/runlevel
cp -r /host/tree /srv/salt
mkdir -p /tmp/made/top/deep
echo one > /tmp/made/top/one
echo two > /tmp/made/top/deep/two
tar -C /tmp/made -czf /srv/salt/made.tar.gz top
for step in 1 2; do
    /bin/bash /host/apply > /host/return-$step.json 2> /host/errors-$step.txt || true # a failed state fails the test
    {
        tail -n +1 /etc/passwd /etc/group /etc/apt/sources.list.d/example.list
        grep ada /etc/shadow | cut -d: -f 1,2,4-
        grep '^10' /etc/hosts # Salt writes the other lines anew as well
        crontab -u ada -l
        find /srv/own /srv/archive/* /home/ada -printf '%p %m %u %g\n' | sort
        cat /home/ada/.ssh/authorized_keys
        update-alternatives --query pager
        ls /etc/rc2.d | grep cron
    } > /host/facts-$step.txt 2>&1
done
