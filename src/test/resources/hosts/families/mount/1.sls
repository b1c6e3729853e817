tmpfs:
  mount.mounted:
    - name: /srv/tmp/
    - device: tmpfs
    - fstype: tmpfs
    - mkmnt: True
    - opts: [size=8m, 'mode=0755', noexec]
bind:
  mount.mounted:
    - name: /srv/bound
    - device: /srv/from
    - fstype: none
    - opts: bind
    - mkmnt: True
    - bind_mount_copy_active_opts: False
missing:
  mount.mounted:
    - name: /srv/missing
    - device: tmpfs
    - fstype: tmpfs
later:
  mount.mounted:
    - name: /srv/kept
    - device: tmpfs
    - fstype: tmpfs
    - mount: False
unsaved:
  mount.mounted:
    - name: /srv/unsaved
    - device: tmpfs
    - fstype: tmpfs
    - mkmnt: True
    - persist: False
unknown:
  mount.mounted:
    - name: /srv/kept
    - device: nothing
    - fstype: nonesuch
    - persist: False
never:
  mount.unmounted:
    - name: /srv/never
    - persist: True
entry:
  mount.fstab_present:
    - name: tmpfs
    - fs_file: /srv/entry
    - fs_vfstype: tmpfs
    - fs_mntops: size=1m
gone:
  mount.fstab_absent:
    - name: nothing
    - fs_file: /srv/gone
