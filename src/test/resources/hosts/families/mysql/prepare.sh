"$(dirname "$(sed -n "s/^exec '\(.*\)salt-call'.*/\1x/p" /host/apply)")"/pip install -q pymysql || true # for Salt, where it is Salt's turn
