kill "$(cat /run/www.pid)"
