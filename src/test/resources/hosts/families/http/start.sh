mkdir -p /srv/www; echo 'all is well' > /srv/www/health; cd /srv/www
/usr/bin/python3 -m http.server 8080 --bind 127.0.0.1 > /dev/null 2>&1 & echo $! > /run/www.pid
for i in $(seq 60); do (: < /dev/tcp/127.0.0.1/8080) 2>/dev/null && break; sleep 1; done
mkdir -p /srv/tmp; mount -t tmpfs -o size=4m tmpfs /srv/tmp; head -c 1000000 /dev/zero > /srv/tmp/f
