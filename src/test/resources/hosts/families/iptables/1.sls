web:
  iptables.chain_present: []
web6:
  iptables.chain_present:
    - family: ipv6
ssh:
  iptables.append:
    - chain: INPUT
    - jump: ACCEPT
    - match: state
    - connstate: NEW,ESTABLISHED
    - dport: 22
    - protocol: tcp
    - comment: let them in
ports:
  iptables.append:
    - chain: web
    - target: DROP
    - dports: [80, 443]
    - proto: tcp
    - source: '! 10.0.0.0/8'
    - save: True
first:
  iptables.insert:
    - chain: INPUT
    - position: 1
    - if: lo
    - jump: ACCEPT
log:
  iptables.append:
    - chain: INPUT
    - jump: LOG
    - log-prefix: 'seen here: '
    - log-level: 4
many:
  iptables.append:
    - rules:
      - name: one
        chain: OUTPUT
        jump: ACCEPT
        destination: 10.0.0.1
      - name: two
        chain: OUTPUT
        jump: REJECT
        reject-with: icmp-port-unreachable
        destination: 10.0.0.2
policy:
  iptables.set_policy:
    - chain: FORWARD
    - policy: DROP
nat:
  iptables.append:
    - table: nat
    - chain: POSTROUTING
    - of: eth0
    - jump: MASQUERADE
wrong:
  iptables.append:
    - chain: nosuchchain
    - jump: ACCEPT
never:
  iptables.delete:
    - chain: INPUT
    - jump: DROP
six:
  iptables.append:
    - chain: INPUT
    - family: ipv6
    - proto: tcp
    - dport: 22
    - jump: ACCEPT
