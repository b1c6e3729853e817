tmpfs:
  mount.mounted:
    - name: /srv/tmp
    - device: tmpfs
    - fstype: tmpfs
    - opts: [size=8m, 'mode=0755', noexec, nosuid]
old:
  mount.unmounted:
    - name: /srv/old
    - persist: True
unsaved:
  mount.unmounted:
    - name: /srv/unsaved
    - persist: True
entry:
  mount.fstab_present:
    - name: tmpfs
    - fs_file: /srv/entry
    - fs_vfstype: tmpfs
    - fs_mntops: size=2m
later:
  mount.fstab_absent:
    - name: tmpfs
    - fs_file: /srv/kept
