{% set server = {'connection_unix_socket': '/run/mysqld/mysqld.sock', 'connection_user': 'root'} %}
{% macro near() %}
    - connection_unix_socket: /run/mysqld/mysqld.sock
    - connection_user: root
{% endmacro %}
app_db:
  mysql_database.present:
    - character_set: utf8mb4
    - collate: utf8mb4_unicode_ci
    {{- near() }}
plain:
  mysql_database.present:
    - name: plain
    {{- near() }}
ada:
  mysql_user.present:
    - host: '%'
    - password: it's a \ secret
    {{- near() }}
eve:
  mysql_user.present:
    - password_hash: '*6BB4837EB74329105EE4568DDA7DC67ED2CA2AD9'
    {{- near() }}
nopass:
  mysql_user.present:
    - allow_passwordless: True
    {{- near() }}
refused:
  mysql_user.present:
    - name: refused
    {{- near() }}
all:
  mysql_grants.present:
    - grant: all privileges
    - database: app_db.*
    - user: ada
    - host: '%'
    {{- near() }}
some:
  mysql_grants.present:
    - grant: select,insert
    - database: plain.*
    - user: eve
    - grant_option: True
    {{- near() }}
global:
  mysql_grants.present:
    - grant: PROCESS
    - database: '*.*'
    - user: eve
    {{- near() }}
nobody:
  mysql_grants.present:
    - grant: SELECT
    - database: plain.*
    - user: nobody
    {{- near() }}
gone:
  mysql_user.absent:
    - name: gone
    {{- near() }}
wrong:
  mysql_database.present:
    - connection_unix_socket: /run/nowhere.sock
    - connection_user: root
