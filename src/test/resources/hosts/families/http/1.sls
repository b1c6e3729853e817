well:
  http.query:
    - name: http://127.0.0.1:8080/health
    - match: is well
    - status: 200
pattern:
  http.query:
    - name: http://127.0.0.1:8080/health
    - match: ^all.*l$
    - match_type: pcre
    - status: [200, 201]
    - status_type: list
missing:
  http.query:
    - name: http://127.0.0.1:8080/nothing
    - status: 404
ill:
  http.query:
    - name: http://127.0.0.1:8080/health
    - match: ill
nothing:
  http.query:
    - name: http://127.0.0.1:8080/health
/srv/tmp:
  disk.status:
    - maximum: 50
    - minimum: 10%
full:
  disk.status:
    - name: /srv/tmp
    - maximum: 5
free:
  disk.status:
    - name: /srv/tmp
    - minimum: 100 KB
    - absolute: True
    - free: True
wrong:
  disk.status:
    - name: /srv/tmp
    - maximum: 500
