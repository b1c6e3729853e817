apps:
  group.present:
    - gid: 901
ops:
  group.present:
    - system: True
ada:
  user.present:
    - uid: 901
    - gid: apps
    - groups: [ops]
    - remove_groups: False
    - fullname: Ada L
    - shell: /bin/bash
    - password: $6$salt$IxDD3jeSOb5eB1CX5LBsqZFVkJdido3OUILO5Ifz5iwMuTS4XMS130MTSuDDl3aCI6WouIL9AjRbLCelDCy.g.
    - maxdays: 90
members:
  group.present:
    - members: [ada]
    - require:
      - user: ada
/srv/own:
  file.directory:
    - user: ada
    - group: apps
    - mode: '2750'
/srv/own/f:
  file.managed:
    - contents: text
    - user: ada
    - group: apps
    - mode: '4755'
nothing:
  user.absent: []
games:
  user.absent: []
web1.example:
  host.present:
    - ip: 10.0.0.1
localnames:
  host.only:
    - name: 10.0.0.2
    - hostnames: [a, b]
pager:
  alternatives.install:
    - link: /usr/bin/pager
    - path: /bin/cat
    - priority: 500
key:
  ssh_auth.present:
    - name: AAAAC3NzaC1lZDI1NTE5AAAAIGRlc3Rpbnkga2V5IG9mIHRoZSB0ZXN0IGhvc3QgMDEy
    - user: ada
    - enc: ssh-ed25519
    - comment: ada@test
    - require:
      - user: ada
backup:
  cron.present:
    - name: /usr/bin/backup --all
    - user: ada
    - minute: 5
    - hour: 3
    - identifier: nightly
    - comment: every night
    - require:
      - user: ada
MAILTO:
  cron.env_present:
    - value: ops@example.org
    - user: ada
    - require:
      - user: ada
/srv/archive:
  archive.extracted:
    - source: /srv/salt/made.tar.gz
    - user: ada
    - group: apps
repository:
  pkgrepo.managed:
    - name: deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.example.org/debian stable main
    - file: /etc/apt/sources.list.d/example.list
    - refresh: False
ssh-daemon:
  service.disabled:
    - name: cron
dead:
  service.dead:
    - name: cron
