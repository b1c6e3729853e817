bonding:
  kmod.present:
    - persist: True
dummy:
  kmod.absent:
    - persist: True
    - comment: False
