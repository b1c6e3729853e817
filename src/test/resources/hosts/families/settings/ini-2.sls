/etc/app.ini:
  ini.options_present:
    - strict: True
    - sections:
        top: 2
        server:
          port: 8081
