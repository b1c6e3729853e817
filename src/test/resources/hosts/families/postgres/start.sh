pg_ctlcluster 15 main start
for i in $(seq 60); do su postgres -c 'psql -c "select 1"' && break; sleep 1; done
su postgres -c "psql -c 'create table existing (id int)'"
