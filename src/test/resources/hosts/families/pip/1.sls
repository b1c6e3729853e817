/srv/env:
  virtualenv.managed:
    - venv_bin: virtualenv
/srv/ada/env:
  virtualenv.managed:
    - venv_bin: /usr/bin/virtualenv
    - user: ada
    - system_site_packages: True
/srv/nothing:
  virtualenv.managed:
    - venv_bin: no-such-program
{% if salt['file.file_exists']('/srv/env/bin/python') or not opts['test'] %}
demo-tool==1.0:
  pip.installed:
    - bin_env: /srv/env
    - no_index: True
    - find_links: /srv/wheels
several:
  pip.installed:
    - pkgs: [demo-tool, 'other<3']
    - bin_env: /srv/env
    - no_index: True
    - pre_releases: True
    - find_links: [/srv/wheels]
unknown:
  pip.installed:
    - name: no-such-package
    - bin_env: /srv/env
    - no_index: True
wrong:
  pip.installed:
    - name: demo-tool=1
    - bin_env: /srv/env
no-environment:
  pip.installed:
    - name: demo-tool
    - bin_env: /srv/none
nobody:
  pip.installed:
    - name: demo-tool
    - bin_env: /srv/env
    - user: eve
never:
  pip.removed:
    - bin_env: /srv/env
{% endif %}
