other:
  git.latest:
    - name: /srv/origin
    - target: /srv/other
    - force_reset: True
dirty:
  git.latest:
    - name: /srv/origin
    - target: /srv/dirty
    - rev: main
    - force_reset: remote-changes
moved:
  git.latest:
    - name: file:///srv/origin
    - target: /srv/latest
    - rev: dev
    - remote: upstream
