bonding:
  kmod.absent:
    - persist: True
never:
  kmod.absent: []
