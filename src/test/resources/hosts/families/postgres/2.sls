ada:
  postgres_user.present:
    - password: other
    - createdb: False
    - superuser: True
    - valid_until: '2031-01-01'
app:
  postgres_database.present:
    - owner: postgres
wrong:
  postgres_database.present:
    - name: app
    - encoding: LATIN1
plpgsql:
  postgres_extension.present:
    - maintenance_db: plain
hstore:
  postgres_extension.absent:
    - maintenance_db: plain
no-such-extension:
  postgres_extension.present:
    - maintenance_db: plain
store:
  postgres_schema.absent:
    - dbname: app
tables:
  postgres_privileges.absent:
    - name: staff
    - object_name: existing
    - object_type: table
    - privileges: [INSERT]
never:
  postgres_privileges.absent:
    - name: staff
    - object_name: existing
    - object_type: table
    - privileges: [UPDATE]
group:
  postgres_privileges.absent:
    - name: eve
    - object_name: staff
    - object_type: group
plain:
  postgres_database.absent:
    - require:
      - postgres_extension: hstore
eve:
  postgres_user.absent: []
staff:
  postgres_group.absent: []
