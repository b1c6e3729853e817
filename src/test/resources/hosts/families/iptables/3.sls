all:
  iptables.flush: []
