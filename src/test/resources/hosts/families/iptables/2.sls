ssh:
  iptables.delete:
    - chain: INPUT
    - jump: ACCEPT
    - match: state
    - connstate: NEW,ESTABLISHED
    - dport: 22
    - protocol: tcp
    - comment: let them in
web:
  iptables.chain_absent: []
second:
  iptables.insert:
    - chain: INPUT
    - position: -1
    - proto: icmp
    - jump: ACCEPT
    - save: /etc/rules
