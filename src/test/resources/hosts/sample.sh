# Inside a throw-away host: fetches the packages, goes off the network and applies the tree of /host/tree four times with
# /host/apply; before the third time the file on the master changes. Leaves returns and facts in /host.
if [ "${1:-}" != offline ]; then
    apt-get -q update > /host/apt.log 2>&1
    apt-get -q -y --download-only install apache2 >> /host/apt.log 2>&1
    exec unshare --net /bin/bash -eu "$0" offline
fi
ip link set lo up
rm -f /usr/bin/systemctl /usr/sbin/runlevel # with it Salt takes the host for one whose systemd is offline, and leaves services alone
printf '#!/bin/sh\necho N 2\n' > /usr/sbin/runlevel # of sysvinit, which Salt asks
chmod 755 /usr/sbin/runlevel
cp -r /host/tree /srv/salt
sleep 1
touch /run/begin
facts() {
    getent passwd apache || true
    getent group apache || true
    echo "groups: $(id -Gn apache 2>&1)"
    stat -c '%n %a %U %G' /etc/apache2/apache2.conf /var/www/html
    dpkg-query -W -f '${Package} ${Version} ${Status}\n' apache2
    service apache2 status > /dev/null && echo runs || echo 'runs not'
    echo "pid $(cat /var/run/apache2/apache2.pid)"
    echo "reloads $(grep -c 'resuming normal operations' /var/log/apache2/error.log)"
    find /etc /var/www /usr/bin /usr/sbin -xdev -newer /run/begin -type f ! -name 'ld.so.cache' ! -name '*-' \
        -exec sha256sum {} + | sort -k 2
}
for step in 1 2 3 4; do
    if [ $step = 3 ]; then
        echo '# changed on the master' >> /srv/salt/apache/httpd.conf
    fi
    /bin/bash /host/apply > /host/return-$step.json 2> /host/errors-$step.txt
    sleep 1 # a reload is done by a signal; nothing says when it has been taken
    facts > /host/facts-$step.txt
done
service apache2 stop > /dev/null
