{% if not opts['test'] %}
{% do salt['cmd.run']("cd /srv/origin; export GIT_AUTHOR_DATE='2026-01-02T00:00:00Z' GIT_COMMITTER_DATE='2026-01-02T00:00:00Z'; [ -e g ] || { echo two > g; git add g; git commit -q -m two; git tag v2; git tag -d v1; }", python_shell=True) %}
{% endif %}
latest:
  git.latest:
    - name: /srv/origin
    - target: /srv/latest
behind:
  git.latest:
    - name: /srv/origin
    - target: /srv/tag
    - update_head: False
branch:
  git.latest:
    - name: /srv/origin
    - target: /srv/branch
    - rev: main
    - branch: main
    - user: ada
other:
  git.latest:
    - name: /srv/origin
    - target: /srv/other
dirty:
  git.latest:
    - name: /srv/origin
    - target: /srv/dirty
    - rev: main
mirror:
  git.latest:
    - name: /srv/origin
    - target: /srv/mirror
    - mirror: True
cloned:
  git.cloned:
    - name: /srv/origin
    - target: /srv/cloned
    - branch: main
detached:
  git.detached:
    - name: /srv/origin
    - target: /srv/detached
    - rev: v2
user.email:
  git.config_unset:
    - repo: /srv/latest
some:
  git.config_unset:
    - name: salt.many
    - global: True
every:
  git.config_unset:
    - name: salt.many
    - global: True
    - all: True
