for e in /srv/env /srv/ada/env; do [ -e $e ] && $e/bin/python -m pip freeze --all; grep include-system $e/pyvenv.cfg; stat -c %U $e; done
