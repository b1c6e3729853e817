{% macro near() %}
    - connection_unix_socket: /run/mysqld/mysqld.sock
    - connection_user: root
{% endmacro %}
app_db:
  mysql_database.present:
    - character_set: latin1
    - collate: latin1_swedish_ci
    {{- near() }}
ada:
  mysql_user.present:
    - host: '%'
    - password: other
    {{- near() }}
some:
  mysql_grants.absent:
    - grant: insert
    - database: plain.*
    - user: eve
    {{- near() }}
never:
  mysql_grants.absent:
    - grant: DROP
    - database: plain.*
    - user: eve
    {{- near() }}
nopass:
  mysql_user.absent:
    - name: nopass
    {{- near() }}
plain:
  mysql_database.absent:
    - name: plain
    {{- near() }}
