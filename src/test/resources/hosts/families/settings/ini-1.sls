/etc/app.ini:
  ini.options_present:
    - sections:
        top: 2
        server:
          port: 8080
          debug: True
        new:
          a: 1
/etc/new.ini:
  ini.options_present:
    - separator: ':'
    - no_spaces: True
    - sections:
        one:
          a: b c
nothing:
  ini.options_absent:
    - name: /etc/app.ini
    - sections:
        gone:
          - x
          - y
no-section:
  ini.sections_absent:
    - name: /etc/app.ini
    - sections: [other, unknown]
