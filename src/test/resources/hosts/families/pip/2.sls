demo-tool>=1.2:
  pip.installed:
    - bin_env: /srv/env
    - no_index: True
    - find_links: /srv/wheels
other:
  pip.removed:
    - bin_env: /srv/env
file:
  pip.installed:
    - requirements: /srv/requirements.txt
    - bin_env: /srv/ada/env
    - user: ada
    - no_index: True
    - find_links: /srv/wheels
