# Inside a throw-away host: applies the SLS files of /host/tree in turn with /host/apply, each first in test mode and then
# twice, and leaves returns and facts in /host/out. A family is a folder of SLS files with, where it needs them,
#   packages    what apt installs first            prepare.sh   what is done before the network goes
#   start.sh    what is done off the network       facts.sh     prints what the states are about
if [ "${1:-}" != offline ]; then
    mkdir -p /host/out
    if [ -e /host/tree/packages ]; then
        apt-get -q update > /host/apt.log 2>&1
        export DEBIAN_FRONTEND=noninteractive
        xargs apt-get -q -y --no-install-recommends install < /host/tree/packages >> /host/apt.log 2>&1
    fi
    cp -r /host/tree /srv/salt
    if [ -e /srv/salt/prepare.sh ]; then
        /bin/bash -eu /srv/salt/prepare.sh > /host/out/prepare.log 2>&1
    fi
    exec unshare --net /bin/bash -eu "$0" offline
fi
ip link set lo up
# Salt asks these where they are installed, and systemd does not run here
rm -f /usr/bin/systemctl /usr/bin/timedatectl /usr/bin/localectl /usr/bin/hostnamectl
cd /root
if [ -e /srv/salt/start.sh ]; then
    /bin/bash -eu /srv/salt/start.sh > /host/out/start.log 2>&1
fi
facts() {
    if [ -e /srv/salt/facts.sh ]; then
        /bin/bash /srv/salt/facts.sh > /host/out/facts-$1.txt 2>&1 || true
    fi
}
apply() { # a failed state ends the program with an error; the comparison sees it in the return
    /bin/bash /host/apply "${@:2}" > /host/out/$1.json 2> /host/out/$1.errors || true
}
for file in /srv/salt/*.sls; do
    sls=$(basename "$file" .sls)
    facts $sls-0
    apply $sls-test $sls test=True; facts $sls-test
    apply $sls-1 $sls; facts $sls-1
    apply $sls-2 $sls; facts $sls-2
done
if [ -e /srv/salt/stop.sh ]; then
    /bin/bash /srv/salt/stop.sh > /host/out/stop.log 2>&1 || true
fi
