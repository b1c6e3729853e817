staff:
  postgres_group.present: []
ada:
  postgres_user.present:
    - password: secret
    - createdb: True
    - groups: [staff]
    - valid_until: '2030-01-01'
eve:
  postgres_user.present:
    - password: its a secret
    - encrypted: scram-sha-256
    - login: False
app:
  postgres_database.present:
    - owner: ada
    - encoding: UTF8
    - lc_collate: C
    - lc_ctype: C
    - template: template0
plain:
  postgres_database.present: []
hstore:
  postgres_extension.present:
    - maintenance_db: plain
store:
  postgres_schema.present:
    - dbname: app
    - owner: ada
tables:
  postgres_privileges.present:
    - name: staff
    - object_name: existing
    - object_type: table
    - privileges: [SELECT, INSERT]
    - maintenance_db: postgres
database:
  postgres_privileges.present:
    - name: staff
    - object_name: plain
    - object_type: database
    - privileges: [ALL]
    - grant_option: True
group:
  postgres_privileges.present:
    - name: eve
    - object_name: staff
    - object_type: group
nobody:
  postgres_user.absent: []
nothing:
  postgres_database.absent: []
