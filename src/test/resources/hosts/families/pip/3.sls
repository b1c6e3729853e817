/srv/env:
  virtualenv.managed:
    - venv_bin: virtualenv
    - env_vars:
        PIP_NO_INDEX: '1'
        PIP_FIND_LINKS: /srv/wheels
    - pip_pkgs: [demo-tool==1.0]
