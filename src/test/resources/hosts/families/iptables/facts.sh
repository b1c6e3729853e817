iptables-save | sed 's/\[.*//; /^#/d'; ip6tables-save | sed 's/\[.*//; /^#/d'
for f in /etc/iptables/rules.v4 /etc/rules; do [ -e $f ] && sed 's/\[.*//; /^#/d' $f; done
