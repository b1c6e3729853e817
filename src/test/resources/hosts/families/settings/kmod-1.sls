dummy:
  kmod.present: []
bonding:
  kmod.present:
    - persist: True
several:
  kmod.present:
    - mods: [dummy, bonding]
nbd:
  kmod.present: []
unknown:
  kmod.present: []
