pkill -x sshd
