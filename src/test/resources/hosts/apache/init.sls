apache:
  pkg.installed:
    - name: apache2
  service.running:
    - name: apache2
    - reload: True
    - watch:
      - file: /etc/apache2/apache2.conf
  user.present:
    - uid: 87
    - gid: 87
    - home: /var/www/html
    - shell: /usr/sbin/nologin
    - require:
      - group: apache
  group.present:
    - gid: 87
    - require:
      - pkg: apache

/etc/apache2/apache2.conf:
  file.managed:
    - source: salt://apache/httpd.conf
    - user: root
    - group: root
    - mode: 644
