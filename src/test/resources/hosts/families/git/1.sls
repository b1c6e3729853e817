latest:
  git.latest:
    - name: /srv/origin
    - target: /srv/latest
branch:
  git.latest:
    - name: /srv/origin
    - target: /srv/branch
    - rev: dev
    - branch: work
    - user: ada
    - require:
      - file: /srv/branch
/srv/branch:
  file.directory:
    - user: ada
tag:
  git.latest:
    - name: /srv/origin
    - target: /srv/tag
    - rev: v1
mirror:
  git.latest:
    - name: /srv/origin
    - target: /srv/mirror
    - mirror: True
unknown:
  git.latest:
    - name: /srv/origin
    - target: /srv/unknown
    - rev: nothing
nowhere:
  git.latest:
    - name: /srv/nowhere
    - target: /srv/nowhere-here
dirty:
  git.latest:
    - name: /srv/origin
    - target: /srv/dirty
full:
  git.latest:
    - name: /srv/origin
    - target: /srv/full
forced:
  git.latest:
    - name: /srv/origin
    - target: /srv/full
    - force_clone: True
/srv/bare:
  git.present: []
/srv/plain:
  git.present:
    - bare: False
    - shared: group
cloned:
  git.cloned:
    - name: /srv/origin
    - target: /srv/cloned
    - branch: dev
detached:
  git.detached:
    - name: /srv/origin
    - target: /srv/detached
    - rev: dev
user.email:
  git.config_set:
    - value: ada@example.org
    - repo: /srv/latest
remotes:
  git.config_set:
    - name: salt.many
    - multivar: [a, b]
    - global: True
