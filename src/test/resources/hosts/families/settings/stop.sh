kill "$(cat /run/sshd.pid)"
